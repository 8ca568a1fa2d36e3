import { isExactNumber } from '../../../src/domain/json/is-exact-number';

it.each([
  ['9007199254740991', true],
  ['9007199254740992', false],
  ['9007199254740993', false],
  ['-9007199254740991', true],
  ['-9007199254740992', false],
  ['1e15', true],
  ['1e16', false],
  ['1e400', false],
  ['-1e400', false],
  ['0.1', true],
  ['-1.5e-300', true],
  ['25.0', true],
])('whether JSON keeps the number written as %s: %j', (text, expected) => {
  expect(isExactNumber(JSON.parse(text) as number)).toBe(expected);
});
