/**
 * The operators a filter may use: all of JSONLogic's except `log`, which would write customers'
 * data to our output. Source: jsonlogic.com/operations.html.
 */
export const OPERATORS: ReadonlySet<string> = new Set([
  ...['var', 'missing', 'missing_some'],
  ...['if', '?:', '==', '===', '!=', '!==', '!', '!!', 'or', 'and'],
  ...['>', '>=', '<', '<=', 'max', 'min', '+', '-', '*', '/', '%'],
  ...['map', 'filter', 'reduce', 'all', 'none', 'some', 'merge'],
  ...['in', 'cat', 'substr'],
]);

/** @param operands evaluated and paid for. */
type Operator = (operands: readonly unknown[], data: unknown, budget: EvaluationBudget) => unknown;

/**
 * The operators that are not left to the library. Some read names, which the library also looks up in prototypes.
 * Others cost far more than the size of their operands suggests. Their answers are those of the library, oddities
 * included, but a key that comes from the data is never taken for logic.
 */
export const GUARDED_OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['var', readPath],
  ['missing', missing],
  ['missing_some', missingSome],
  ['in', isIn],
  // The library copies what it has merged so far with each operand.
  ['merge', (operands) => operands.flat(1)],
]);

function readPath(
  [path, fallback = null]: readonly unknown[],
  data: unknown,
  budget: EvaluationBudget,
): unknown {
  if (path === undefined || path === null || path === '') return data;
  let value = data;
  for (const name of namesOf(path)) {
    budget.spendOnName();
    if (value === null || value === undefined || !Object.hasOwn(value, name)) return fallback;
    value = Reflect.get(Object(value), name);
  }
  return value === undefined ? fallback : value;
}

/** One at a time: a long path mostly ends at its first name, which the data lack. */
function* namesOf(path: unknown): Generator<string, void> {
  const text = String(path);
  let start = 0;
  for (let end = text.indexOf('.'); end !== -1; end = text.indexOf('.', start)) {
    yield text.slice(start, end);
    start = end + 1;
  }
  yield text.slice(start);
}

/** A first operand that is an array holds the keys. */
function missing(operands: readonly unknown[], data: unknown, budget: EvaluationBudget): readonly unknown[] {
  const [first] = operands;
  const keys: readonly unknown[] = Array.isArray(first) ? first : operands;
  return keys.filter((key) => {
    budget.spend(1);
    // The library takes a key that is an array for a path and its default.
    const value = readPath(Array.isArray(key) ? key : [key], data, budget);
    return value === null || value === '';
  });
}

function missingSome(
  [needed, keys]: readonly unknown[],
  data: unknown,
  budget: EvaluationBudget,
): readonly unknown[] {
  if (keys === null || keys === undefined) throw new Error('missing_some without keys');
  const absent = missing(Array.isArray(keys) ? keys : [keys], data, budget);
  const present = Number(Reflect.get(Object(keys), 'length')) - absent.length;
  return present >= Number(needed) ? [] : absent;
}

/** The worst case on texts, the product of both lengths, is paid for. */
function isIn([needle, haystack]: readonly unknown[], _data: unknown, budget: EvaluationBudget): boolean {
  if (Array.isArray(haystack)) return haystack.indexOf(needle) !== -1;
  if (typeof haystack !== 'string' || haystack === '') return false;
  const text = String(needle);
  budget.spendOnSearch(text.length, haystack.length);
  return haystack.includes(text);
}

/** So many steps an evaluation may take. */
export const MAX_STEPS = 10_000;
const MAX_TEXT_LENGTH = 65_536;
const MAX_ARRAY_LENGTH = 10_000;

/** The amount that one step pays for, besides the evaluation of one node. */
const CHARACTERS_PER_STEP = 256;
const ELEMENTS_PER_STEP = 8;
const NAMES_PER_STEP = 16;
const COMPARISONS_PER_STEP = 32_768;

/**
 * Counts the work of one evaluation and stops it at a bound. Values cost by their size, since the
 * operators that receive them copy, compare or convert them to text. What costs less than a step
 * is counted in fractions: many short texts are as expensive as a long one.
 */
export class EvaluationBudget {
  private steps = 0;

  /** Steps spent so far; a fraction counts as one. */
  get spent(): number {
    return Math.ceil(this.steps);
  }

  /** @throws Error when 10,000 steps are used up. */
  spend(steps: number): void {
    this.steps += steps;
    if (this.steps > MAX_STEPS) throw new Error(`more than ${MAX_STEPS} steps`);
  }

  /** Pays for a value that a node evaluates to. @throws Error when it is too large. */
  spendOnValue(value: unknown): void {
    if (typeof value === 'string') return this.spendOnText(value);
    if (!Array.isArray(value)) return;
    if (value.length > MAX_ARRAY_LENGTH)
      throw new Error(`an array of more than ${MAX_ARRAY_LENGTH} elements`);
    this.spend(1 + value.length / ELEMENTS_PER_STEP);
    for (const element of value) this.spendOnValue(element);
  }

  /** Pays for one name of a path. */
  spendOnName(): void {
    this.spend(1 / NAMES_PER_STEP);
  }

  /** Pays for a search. Its worst case compares each character of the one with each of the other. */
  spendOnSearch(needleLength: number, textLength: number): void {
    this.spend((needleLength * textLength) / COMPARISONS_PER_STEP);
  }

  private spendOnText({ length }: string): void {
    if (length > MAX_TEXT_LENGTH) throw new Error(`a text of more than ${MAX_TEXT_LENGTH} characters`);
    this.spend(length / CHARACTERS_PER_STEP);
  }
}
