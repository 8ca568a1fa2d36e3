import { judgeRound, type KilledRound } from '../../bench/kill/kill-report';

const arrival = (eventId: string, atMs: number) => ({ eventId, deliveryId: `${eventId}-delivery`, atMs });

/** Killed at 1,000 ms, ready again at 3,000 ms. */
const aRound = (changes: Partial<KilledRound>): KilledRound => ({
  destinations: 1,
  dueAtMs: new Map([['e1', 900]]),
  arrivals: [arrival('e1', 950)],
  killedAtMs: 1_000,
  readyAtMs: 3_000,
  recordedIds: new Set(['e1-delivery']),
  ...changes,
});

it('finds nothing wrong where each came once and was stored', () => {
  expect(judgeRound(aRound({}))).toEqual({
    awayMs: 2_000,
    inFlight: 0,
    lost: 0,
    duplicated: 0,
    worstDelayMs: 0,
  });
});

it('counts what arrived before the kill and was not stored as in flight, and its second arrival as a duplicate', () => {
  const arrivals = [arrival('e1', 950), arrival('e1', 4_500)];
  expect(judgeRound(aRound({ arrivals, recordedIds: new Set() }))).toMatchObject({
    inFlight: 1,
    duplicated: 1,
    worstDelayMs: 1_500,
  });
});

it('counts a delay from when the event was due, if that was after the restart', () => {
  const dueAtMs = new Map([
    ['e1', 2_000],
    ['e2', 5_000],
  ]);
  const arrivals = [arrival('e1', 3_200), arrival('e2', 5_700)];
  expect(judgeRound(aRound({ dueAtMs, arrivals }))).toMatchObject({ lost: 0, worstDelayMs: 700 });
});

it('counts what did not come at all destinations as lost', () => {
  expect(judgeRound(aRound({ destinations: 3 }))).toMatchObject({ lost: 2 });
});
