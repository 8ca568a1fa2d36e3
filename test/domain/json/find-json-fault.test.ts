import fc from 'fast-check';
import { findJsonFault } from '../../../src/domain/json/find-json-fault';

describe('findJsonFault', () => {
  it.each([
    ['{"a":1,}', 7, 'a property name'],
    ['{"a" 1}', 5, '":"'],
    ['{a:1}', 1, 'a property name or "}"'],
    ['[1 2]', 3, '"," or "]"'],
    ['[1,]', 3, 'a value'],
    ['{"a":1]', 6, '"," or "}"'],
    ['tru', 0, 'a value'],
    ['01', 1, 'the end of the text'],
    ['1 1', 2, 'the end of the text'],
    ['', 0, 'a value'],
    ['[', 1, 'a value or "]"'],
    ['"a\nb"', 2, 'the rest of a string, its control characters escaped'],
    ['"\\x"', 1, 'the rest of a string, its control characters escaped'],
  ])('finds in %j at position %d what should be %s', (text, position, expected) => {
    expect(findJsonFault(text)).toEqual({ position, expected });
  });

  it('finds nothing in any JSON', () => {
    fc.assert(fc.property(fc.json(), (text) => expect(findJsonFault(text)).toBeUndefined()));
  });

  it('agrees with JSON.parse on damaged JSON', () => {
    const damaged = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom(...'{}[]":,\\0-.eE+ tn\u0001'), fc.boolean())
      .map(([text, at, character, replaces]) => {
        const position = at % (text.length + 1);
        return text.slice(0, position) + character + text.slice(position + (replaces ? 1 : 0));
      });
    fc.assert(
      fc.property(damaged, (text) => expect(findJsonFault(text) !== undefined).toBe(!isJson(text))),
      { numRuns: 5_000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
