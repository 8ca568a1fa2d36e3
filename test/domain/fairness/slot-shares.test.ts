import type { DestinationCapacity } from '../../../src/domain/fairness/fairness';
import {
  findShortage,
  mayWait,
  type Shortage,
  type SlotUse,
  turnsPerSecond,
} from '../../../src/domain/fairness/fairness';

const SLOTS = 1_000;
const quick: DestinationCapacity = { limit: 100, pace: 'quick' };
const fresh: DestinationCapacity = { limit: 10, pace: 'unknown' };
const slow: DestinationCapacity = { limit: 10, pace: 'slow' };
const hanging: DestinationCapacity = { limit: 10, pace: 'hanging' };
const use = (changes: Partial<SlotUse>): SlotUse => ({
  destination: 0,
  origin: 0,
  doubtfulOfOrigin: 0,
  newcomersOfOrigin: 0,
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
    [
      'to a hanging destination',
      { doubtfulOfEnvironment: 124, doubtful: 374, doubtfulOfOrigin: 49 },
      hanging,
    ],
    ['to a new destination', { doubtfulOfEnvironment: 187, doubtful: 562, doubtfulOfOrigin: 74 }, fresh],
    ['to a slow destination', { doubtfulOfEnvironment: 249, doubtful: 749, doubtfulOfOrigin: 99 }, slow],
    [
      'to a quick destination, whatever hangs',
      { doubtfulOfEnvironment: 250, doubtful: 750, doubtfulOfOrigin: 100, newcomersOfOrigin: 20 },
      quick,
    ],
    ['to a host with as many other attempts', { origin: 199 }, quick],
    ['to a slow destination of a host with many new ones', { newcomersOfOrigin: 20 }, slow],
  ])('%s may begin', (_what, changes, capacity) => {
    expect(findShortage(use(changes), capacity, SLOTS)).toBeUndefined();
  });

  it.each<[string, Partial<SlotUse>, DestinationCapacity, Shortage]>([
    ['to a full destination', { destination: 100 }, quick, 'destination'],
    ['to a full host', { origin: 200 }, quick, 'origin'],
    ['to a host with enough new destinations', { newcomersOfOrigin: 20 }, fresh, 'newcomers'],
    ['of an environment with half of the slots', { environment: 500 }, quick, 'environment'],
    [
      'to a hanging destination, with half of the doubtful places of its environment taken',
      { doubtfulOfEnvironment: 125 },
      hanging,
      'environment_doubtful',
    ],
    [
      'to a new destination, with three quarters of the doubtful places of its environment taken',
      { doubtfulOfEnvironment: 188 },
      fresh,
      'environment_doubtful',
    ],
    [
      'to a slow destination, with all of the doubtful places of its environment taken',
      { doubtfulOfEnvironment: 250 },
      slow,
      'environment_doubtful',
    ],
    [
      'to a hanging destination, with half of the doubtful places of everybody taken',
      { doubtful: 375 },
      hanging,
      'doubtful',
    ],
    [
      'to a new destination, with three quarters of the doubtful places of everybody taken',
      { doubtful: 563 },
      fresh,
      'doubtful',
    ],
    [
      'to a slow destination, with all of the doubtful places of everybody taken',
      { doubtful: 750 },
      slow,
      'doubtful',
    ],
    [
      'to a hanging destination, with half of the doubtful places of its host taken',
      { doubtfulOfOrigin: 50 },
      hanging,
      'origin_doubtful',
    ],
    [
      'to a new destination, with three quarters of the doubtful places of its host taken',
      { doubtfulOfOrigin: 75 },
      fresh,
      'origin_doubtful',
    ],
    [
      'to a slow destination, with all of the doubtful places of its host taken',
      { doubtfulOfOrigin: 100 },
      slow,
      'origin_doubtful',
    ],
  ])('%s may not begin', (_what, changes, capacity, shortage) => {
    expect(findShortage(use(changes), capacity, SLOTS)).toBe(shortage);
  });
});

describe('deliveries that are put off', () => {
  it.each<[Shortage, DestinationCapacity['pace'], number | undefined]>([
    ['destination', 'unknown', undefined],
    ['destination', 'quick', undefined],
    ['destination', 'slow', 2],
    ['destination', 'hanging', 2],
    ['environment', 'quick', undefined],
    ['environment_doubtful', 'unknown', 5],
    ['environment_doubtful', 'hanging', 2],
    ['doubtful', 'unknown', 5],
    ['origin_doubtful', 'unknown', 5],
    ['newcomers', 'unknown', undefined],
    ['origin', 'quick', undefined],
  ])(
    'for want of %s at a destination of %s pace take this many turns a second: %s',
    (shortage, pace, expected) => {
      expect(turnsPerSecond(shortage, { limit: 10, pace })).toBe(expected);
    },
  );
});

describe('an attempt that finds no place', () => {
  const none = { destination: 0, doubtfulOfEnvironment: 0 };

  it.each<[Shortage, boolean]>([
    ['destination', true],
    ['newcomers', true],
    ['origin', true],
    ['origin_doubtful', false],
    ['environment', false],
    ['environment_doubtful', false],
    ['doubtful', false],
  ])('for want of %s may wait for one: %s', (shortage, expected) => {
    expect(mayWait(shortage, none, fresh, SLOTS)).toBe(expected);
  });

  it('may not wait where as many wait as the destination has places', () => {
    expect(mayWait('destination', { ...none, destination: 9 }, fresh, SLOTS)).toBe(true);
    expect(mayWait('destination', { ...none, destination: 10 }, fresh, SLOTS)).toBe(false);
  });

  it.each<[DestinationCapacity['pace'], boolean]>([
    ['quick', true],
    ['slow', false],
    ['unknown', false],
  ])(
    'at a destination of %s pace may wait beside an eighth of the slots that wait in doubt: %s',
    (pace, expected) => {
      const waiting = { ...none, doubtfulOfEnvironment: 125 };
      expect(mayWait('destination', waiting, { limit: 10, pace }, SLOTS)).toBe(expected);
    },
  );
});
