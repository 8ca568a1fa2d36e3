import { keepHeaders } from '../../src/outbound/sender';

it('keeps headers as they came, and joins those of one name', () => {
  expect(keepHeaders(['Content-Type', 'text/plain', 'X-A', '1', 'x-a', '2'])).toEqual({
    'Content-Type': 'text/plain',
    'X-A': '1, 2',
  });
});

it('keeps of a cookie its name and what it is for, not its value', () => {
  expect(keepHeaders(['Set-Cookie', 'sid=secret=1; Path=/; HttpOnly', 'set-cookie', 'secret'])).toEqual({
    'Set-Cookie': 'sid=***; Path=/; HttpOnly, ***',
  });
});

it('leaves out what goes beyond 8 KiB', () => {
  const kept = keepHeaders(['A', 'a'.repeat(4_000), 'B', 'b'.repeat(4_000), 'C', 'c'.repeat(4_000)]);
  expect(Object.keys(kept)).toEqual(['A', 'B']);
  expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThanOrEqual(8 * 1024);
});

it('takes a name that objects have for a header like any other', () => {
  expect(Object.entries(keepHeaders(['__proto__', 'x', 'constructor', 'y']))).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ]);
});
