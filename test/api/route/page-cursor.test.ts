import { decodeCursor, encodeCursor, listKey } from '../../../src/api/route/page';

const CURSOR = { at: '2026-03-14T09:26:55.000Z', id: 'e1', listKey: listKey('/v1_1/demo/events', {}) };

it('a cursor reads as what it was made of', () => {
  expect(decodeCursor(encodeCursor(CURSOR))).toEqual(CURSOR);
});

it.each([
  ['two parts', ['2026-03-14T09:26:55.000Z', 'e1']],
  ['a key that is a number', ['2026-03-14T09:26:55.000Z', 'e1', 1]],
  ['a time that is none', ['now', 'e1', 'k']],
  ['an id with a blank', ['2026-03-14T09:26:55.000Z', 'e 1', 'k']],
])('a text of %s is no cursor', (_what, parts) => {
  expect(decodeCursor(Buffer.from(JSON.stringify(parts)).toString('base64url'))).toBeUndefined();
});

it('a list is the same whatever the order of its filters, those not given, and a slash at its end', () => {
  const key = listKey('/v1_1/demo/events', { from: 'a', to: 'b' });
  expect(listKey('/v1_1/demo/events/', { to: 'b', event_type: undefined, from: 'a' })).toBe(key);
});

it.each([
  ['another product environment', '/v1_1/other/events', { from: 'a' }],
  ['another kind', '/v1_1/demo/deliveries', { from: 'a' }],
  ['another filter', '/v1_1/demo/events', { to: 'a' }],
  ['another value', '/v1_1/demo/events', { from: 'b' }],
])('a list of %s is another', (_what, path, filters) => {
  expect(listKey(path, filters)).not.toBe(listKey('/v1_1/demo/events', { from: 'a' }));
});
