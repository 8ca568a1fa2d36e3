import jsonLogic from 'json-logic-js';
import type { Filter } from '../trigger';
import { isJsonObject } from '../../json/json-values';
import { GUARDED_OPERATORS, OPERATORS, EvaluationBudget } from './operators';

/**
 * Whether an event's default notification satisfies a filter. Never throws and never changes the
 * data: a filter that fails or exceeds its budget answers the reason. Source: docs/decisions.md D7.
 */
export function matchesFilter(
  filter: Filter,
  data: Readonly<Record<string, unknown>>,
): { readonly matches: boolean } | { readonly error: string } {
  try {
    return { matches: jsonLogic.truthy(evaluate(filter, data)) };
  } catch (error) {
    return { error: `filter failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** The part of the library that is used; its published types know only rules that are known beforehand. */
interface Library {
  apply(this: void, rule: unknown, data: unknown): unknown;
}

const library: Library = jsonLogic;
const libraryApply = library.apply;

/** The budget of the present evaluation. */
let budget = new EvaluationBudget();

/** Sees every node that is evaluated, and evaluates it. */
export interface Recorder {
  /** @param evaluateNode evaluates a node and pays for it. */
  visit(rule: unknown, data: unknown, evaluateNode: (rule: unknown, data: unknown) => unknown): unknown;
}

interface Terms {
  /** The budget of the evaluation. The caller can ask it afterwards how much was spent. */
  readonly budget?: EvaluationBudget;
  readonly recorder?: Recorder;
}

/**
 * Evaluates JSONLogic: only the known operators, only own properties of the data, within a budget
 * of steps and sizes. Leaves the library as it was.
 *
 * @throws Error when the budget is used up, an operator is unknown, or an operator fails.
 */
export function evaluate(rule: unknown, data: unknown, terms: Terms = {}): unknown {
  const { recorder } = terms;
  const previous = library.apply;
  budget = terms.budget ?? new EvaluationBudget();
  // The library reaches nested rules through its own `apply`, and so do we. Evaluation is synchronous and calls
  // nobody else's code, therefore nobody can meet the replacement.
  library.apply = recorder ? (node, scope) => recorder.visit(node, scope, guardedApply) : guardedApply;
  try {
    return library.apply(rule, data);
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
  if (Array.isArray(rule)) return rule.map((element) => library.apply(element, data));
  if (!isJsonObject(rule)) return rule;
  const [operator, ...others] = Object.keys(rule);
  if (operator === undefined || others.length > 0) return rule;
  const guarded = GUARDED_OPERATORS.get(operator);
  if (guarded) return guarded(operandsOf(rule[operator], data), data, budget);
  if (!OPERATORS.has(operator)) throw new Error(`unknown operator ${JSON.stringify(operator)}`);
  return libraryApply(rule, data);
}

function operandsOf(operand: unknown, data: unknown): readonly unknown[] {
  if (!Array.isArray(operand)) return [library.apply(operand, data)];
  return operand.map((each) => library.apply(each, data));
}
