import type { DestinationCapacity } from '../../src/domain/destination-capacity';
import { findShortage, mustTakeTurns, type Shortage, type SlotUse } from '../../src/domain/slot-shares';

const SLOTS = 1_000;
const quick: DestinationCapacity = { limit: 100, pace: 'quick' };
const use = (changes: Partial<SlotUse>): SlotUse => ({
  destination: 0,
  environment: 0,
  doubtfulOfEnvironment: 0,
  doubtful: 0,
  ...changes,
});

describe('another attempt', () => {
  it.each<[string, Partial<SlotUse>, DestinationCapacity]>([
    ['of many environments', {}, quick],
    ['to a destination with a place', { destination: 99 }, quick],
    ['of an environment with less than half of the slots', { environment: 499 }, quick],
    ['to a new destination', { doubtfulOfEnvironment: 249, doubtful: 749 }, { limit: 10, pace: 'unknown' }],
    ['to a quick destination, whatever hangs', { doubtfulOfEnvironment: 250, doubtful: 750 }, quick],
  ])('%s may begin', (_what, changes, capacity) => {
    expect(findShortage(use(changes), capacity, SLOTS)).toBeUndefined();
  });

  it.each<[string, Partial<SlotUse>, DestinationCapacity, string]>([
    ['to a full destination', { destination: 100 }, quick, 'destination'],
    ['of an environment with half of the slots', { environment: 500 }, quick, 'environment'],
    [
      'to a new destination, of an environment with a quarter of the slots in doubt',
      { doubtfulOfEnvironment: 250 },
      { limit: 10, pace: 'unknown' },
      'environment_doubtful',
    ],
    [
      'to a slow destination, of an environment with a quarter of the slots in doubt',
      { doubtfulOfEnvironment: 250 },
      { limit: 10, pace: 'slow' },
      'environment_doubtful',
    ],
    [
      'to a slow destination, with three quarters of all slots in doubt',
      { doubtful: 750 },
      { limit: 10, pace: 'slow' },
      'doubtful',
    ],
  ])('%s may not begin', (_what, changes, capacity, shortage) => {
    expect(findShortage(use(changes), capacity, SLOTS)).toBe(shortage);
  });
});

describe('deliveries that are put off', () => {
  it.each<[Shortage, DestinationCapacity['pace'], boolean]>([
    ['destination', 'unknown', false],
    ['destination', 'quick', false],
    ['destination', 'slow', true],
    ['environment', 'quick', false],
    ['environment_doubtful', 'unknown', true],
    ['doubtful', 'unknown', true],
  ])('for want of %s at a destination of %s pace take turns: %s', (shortage, pace, expected) => {
    expect(mustTakeTurns(shortage, { limit: 10, pace })).toBe(expected);
  });
});
