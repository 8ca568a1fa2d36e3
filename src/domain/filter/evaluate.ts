import jsonLogic from 'json-logic-js';
import { isJsonObject } from '../json/is-json-object';
import { EvaluationBudget } from './evaluation-budget';
import { OPERATORS } from './operators';

/** The part of the library that is used; its published types know only rules that are known beforehand. */
interface Library {
  apply(this: void, rule: unknown, data: unknown): unknown;
}

const library: Library = jsonLogic;
const libraryApply = library.apply;

/** Of the evaluation under way. */
let budget = new EvaluationBudget();

/**
 * Evaluates JSONLogic: only the known operators, only own properties of the data, within a budget
 * of steps and sizes. Leaves the library as it was.
 *
 * @throws Error when the budget is used up, an operator is unknown, or an operator fails.
 */
export function evaluate(rule: unknown, data: unknown): unknown {
  const previous = library.apply;
  budget = new EvaluationBudget();
  // The library reaches nested rules through its own `apply`. Evaluation is synchronous and calls
  // nobody else's code, therefore nobody can meet the replacement.
  library.apply = guardedApply;
  try {
    return guardedApply(rule, data);
  } finally {
    library.apply = previous;
  }
}

function guardedApply(rule: unknown, data: unknown): unknown {
  budget.spend(1);
  const value = evaluateNode(rule, data);
  budget.spendOnValue(value);
  return value;
}

function evaluateNode(rule: unknown, data: unknown): unknown {
  if (Array.isArray(rule)) return rule.map((element) => guardedApply(element, data));
  if (!isJsonObject(rule)) return rule;
  const [operator, ...others] = Object.keys(rule);
  if (operator === undefined || others.length > 0) return rule;
  if (operator === 'var') return readPath(argumentsOf(rule[operator], data), data);
  if (operator === 'in') return isIn(argumentsOf(rule[operator], data));
  if (!OPERATORS.has(operator)) throw new Error(`unknown operator ${JSON.stringify(operator)}`);
  return libraryApply(rule, data);
}

function argumentsOf(argument: unknown, data: unknown): readonly unknown[] {
  if (!Array.isArray(argument)) return [guardedApply(argument, data)];
  return argument.map((each) => guardedApply(each, data));
}

/** As the library's `var`, but for own properties only. */
function readPath([path, fallback = null]: readonly unknown[], data: unknown): unknown {
  if (path === undefined || path === null || path === '') return data;
  let value = data;
  for (const segment of segmentsOf(path)) {
    if (value === null || value === undefined || !Object.hasOwn(value, segment)) return fallback;
    value = Reflect.get(Object(value), segment);
  }
  return value === undefined ? fallback : value;
}

function segmentsOf(path: unknown): readonly string[] {
  return String(path).split('.');
}

/** As the library's `in`, but its worst case on texts, the product of both lengths, is paid for. */
function isIn([needle, haystack]: readonly unknown[]): boolean {
  if (Array.isArray(haystack)) return haystack.indexOf(needle) !== -1;
  if (typeof haystack !== 'string' || haystack === '') return false;
  const text = String(needle);
  budget.spendOnSearch(text.length, haystack.length);
  return haystack.includes(text);
}
