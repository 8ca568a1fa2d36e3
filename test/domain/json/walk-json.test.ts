import { walkJson } from '../../../src/domain/json/json-values';

describe('walkJson', () => {
  it('visits parents before children, in document order, with depth and RFC 6901 pointer', () => {
    const nodes = [...walkJson({ a: [1, { 'b/c~d': null }], e: 'x' })];
    expect(nodes.map(({ pointer, depth, key }) => [pointer, depth, key])).toEqual([
      ['', 1, undefined],
      ['/a', 2, 'a'],
      ['/a/0', 3, undefined],
      ['/a/1', 3, undefined],
      ['/a/1/b~1c~0d', 4, 'b/c~d'],
      ['/e', 2, 'e'],
    ]);
  });

  it('walks a document too deep for recursion', () => {
    let document: unknown = 'leaf';
    for (let depth = 0; depth < 20_000; depth++) document = [document];
    expect([...walkJson(document)].at(-1)).toMatchObject({ value: 'leaf', depth: 20_001 });
  });

  it('does not look inside a value before it is asked for more', () => {
    const walk = walkJson({
      get trap(): never {
        throw new Error('looked inside');
      },
    });
    expect(walk.next().value).toMatchObject({ pointer: '' });
    expect(() => walk.next()).toThrow('looked inside');
  });
});
