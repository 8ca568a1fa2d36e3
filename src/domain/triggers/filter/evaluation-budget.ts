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
