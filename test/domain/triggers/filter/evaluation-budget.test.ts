import { EvaluationBudget } from '../../../../src/domain/triggers/filter/operators';

const LIMIT = 10_000;

/** Whether a budget that has paid for something still has exactly the rest. */
function costs(steps: number, pay: (budget: EvaluationBudget) => void): boolean {
  const leaves = (rest: number) => {
    const budget = new EvaluationBudget();
    pay(budget);
    try {
      budget.spend(rest);
      return true;
    } catch {
      return false;
    }
  };
  return leaves(LIMIT - steps) && !leaves(LIMIT - steps + 0.001);
}

const ones = (length: number) => Array.from({ length }, () => 1);

describe('the budget of one evaluation', () => {
  it('is 10,000 steps, in all', () => {
    const budget = new EvaluationBudget();
    budget.spend(4_000);
    budget.spend(6_000);
    expect(() => budget.spend(1)).toThrow(new Error('more than 10000 steps'));
  });

  it.each<[string, unknown, number]>([
    ['a text, by 256 characters', 'a'.repeat(512), 2],
    ['a short text, a part of a step', 'a'.repeat(64), 0.25],
    ['the empty text, nothing', '', 0],
    ['an array, one step and one for 8 elements', ones(16), 3],
    ['an array of texts, those too', ['a'.repeat(256), 'a'.repeat(128)], 1 + 2 / 8 + 1 + 0.5],
    ['an array in an array, itself too', [[], [1]], 1 + 2 / 8 + 1 + (1 + 1 / 8)],
    ['the longest array', ones(10_000), 1_251],
    ['the longest text', 'a'.repeat(65_536), 256],
    ['a number, nothing', 1, 0],
    ['an object, which no operator converts, nothing', { length: 9_000, text: 'a'.repeat(9_000) }, 0],
    ['a missing value, nothing', null, 0],
  ])('pays for %s', (_what, value, steps) => {
    expect(costs(steps, (budget) => budget.spendOnValue(value))).toBe(true);
  });

  it('pays for a path, by 16 names', () => {
    expect(costs(1 / 16, (budget) => budget.spendOnName())).toBe(true);
  });

  it('pays for a search, by 32,768 pairs of characters', () => {
    expect(costs(4, (budget) => budget.spendOnSearch(2, 65_536))).toBe(true);
  });

  it.each<[string, unknown, string]>([
    ['a longer text', 'a'.repeat(65_537), 'a text of more than 65536 characters'],
    ['a longer array', ones(10_001), 'an array of more than 10000 elements'],
    ['an array of such a text', [['a'.repeat(65_537)]], 'a text of more than 65536 characters'],
  ])('does not pay for %s', (_what, value, message) => {
    expect(() => new EvaluationBudget().spendOnValue(value)).toThrow(new Error(message));
  });
});
