import { BudgetedWriter } from '../../../../src/domain/triggers/payload-template/guarded-mustache';

const { templateCache } = new BudgetedWriter();
const keys = Array.from({ length: 501 }, (_each, index) => `leaf ${index}`);
beforeEach(() => templateCache.clear());

describe('the tokens of string leaves', () => {
  it('are remembered of the 500 used last, by all writers', () => {
    for (const key of keys.slice(0, 500)) templateCache.set(key, [key]);
    expect(new BudgetedWriter().templateCache.get('leaf 0')).toEqual(['leaf 0']);
    templateCache.set('leaf 500', ['leaf 500']);
    expect(keys.filter((key) => templateCache.get(key) === undefined)).toEqual(['leaf 1']);
  });

  it('are not remembered of long ones', () => {
    templateCache.set('x'.repeat(500), ['kept']);
    templateCache.set('x'.repeat(501), ['too long']);
    const kept = ['x'.repeat(500), 'x'.repeat(501)].map((key) => templateCache.get(key));
    expect(kept).toEqual([['kept'], undefined]);
  });
});
