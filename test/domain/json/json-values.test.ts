import { isExactNumber } from '../../../src/domain/json/json-values';

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
  ['9007199254740993.5', false],
])('whether JSON keeps the number written as %s: %j', (text, expected) => {
  expect(isExactNumber(JSON.parse(text) as number)).toBe(expected);
});

it.each([
  ['0.30000000000000004', '0.30000000000000004', 'Python, JavaScript, Java'],
  ['0.10000000000000001', '0.1', 'C, %.17g'],
  ['0.10000000000000001000', '0.1', 'C, %.20f, cut'],
  ['2.50000000000000000e-01', '0.25', 'C, %.17e'],
  ['1.1000000000000000888178419700125232338905334472656', '1.1', 'Python, Decimal(1.1)'],
  ['3.14159265358979323846', '3.141592653589793', 'a person'],
  ['5e-324', '5e-324', 'the smallest double'],
  ['1e-400', '0', 'what is nearer to 0 than to any other double'],
])('a fraction written as %s is kept as the nearest double, %s (%s)', (text, written) => {
  const value = JSON.parse(text) as number;
  expect(isExactNumber(value)).toBe(true);
  expect(JSON.stringify(value)).toBe(written);
  // Whoever reads the one reads the other.
  expect(Object.is(JSON.parse(written), value)).toBe(true);
});
