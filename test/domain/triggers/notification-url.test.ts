import { ALL_EVENTS, EVENT_TYPE_NAMES } from '../../../src/domain/events/event-types';
import { additiveOf, groupByUrl, unservedEventTypes } from '../../../src/domain/triggers/notification-url';
import { aTrigger } from '../../support/builders/a-trigger';

const A = 'https://a.example.com/';
const B = 'https://b.example.com/';

it('groups triggers by URL, the oldest URL first, its types in the order of the catalogue after "all"', () => {
  const triggers = [
    aTrigger({ id: '1', uri: B, eventType: 'upload' }),
    aTrigger({ id: '2', uri: A, eventType: 'eager' }),
    aTrigger({ id: '3', uri: B, eventType: 'delete' }),
    aTrigger({ id: '4', uri: B, eventType: ALL_EVENTS }),
  ];
  const groups = groupByUrl(triggers).map(({ uri, triggers: own }) => [
    uri,
    own.map(({ eventType }) => eventType),
  ]);
  expect(groups).toEqual([
    [B, ['all', 'delete', 'upload']],
    [A, ['eager']],
  ]);
});

it.each([
  [[false, false], 'none'],
  [[true, false], 'some'],
  [[true, true], 'all'],
] as const)('of triggers that are additive as %j, %s are', (flags, expected) => {
  const triggers = flags.map((additive, index) => aTrigger({ id: `${index}`, additive }));
  expect(additiveOf({ uri: A, triggers })).toBe(expected);
});

it('a type is unserved when no trigger asks for it, and none is when one asks for all', () => {
  const served = aTrigger({ eventType: 'upload' });
  expect(unservedEventTypes([served])).toEqual(EVENT_TYPE_NAMES.filter((name) => name !== 'upload'));
  expect(unservedEventTypes([served, aTrigger({ id: 'b', eventType: ALL_EVENTS })])).toEqual([]);
});
