import { purgeFigures, purgeTables, type Part, type PurgeResult } from '../../bench/purge/purge-report';

const MIB = 2 ** 20;
const partOf = (publishedMs: readonly number[]): Part => ({
  load: { publishedMs, receivedMs: [9], lost: 0, duplicated: 0, refused: 0 },
  memory: { nowBytes: 200 * MIB, peakBytes: 250 * MIB },
});
const RESULT: PurgeResult = {
  old: 1_000,
  before: partOf([2, 10]),
  during: partOf([3, 15]),
  purge: { events: 1_000, steps: 40, longestStepAtMostMs: 25 },
  purgeSeconds: 4,
  space: { before: { bytes: 40 * MIB, freeBytes: 0 }, after: { bytes: 5 * MIB, freeBytes: MIB } },
};

it('compares publishing while purging with publishing before', () => {
  expect(purgeTables(RESULT)).toMatch(/\| 1,000 .*\| 250\.0 .*\| × 1\.50 +\| × 1\.50 +\|/);
  expect(purgeFigures(RESULT)).toMatchObject({ ratios: { p50: 1.5, p99: 1.5 }, old: 1_000 });
});

it.each([
  [20, 'met'],
  [20.1, 'MISSED'],
])('says whether a p99 of %d ms reaches the goal of twice 10 ms: %s', (ms, word) => {
  expect(purgeTables({ ...RESULT, during: partOf([1, ms]) })).toContain(
    `goal: p99 of accepting at most × 2.00: ${word}`,
  );
});

it('calls the goal missed when nothing was accepted', () => {
  expect(purgeTables({ ...RESULT, during: partOf([]) })).toContain('MISSED');
});

it('shows what PostgreSQL does not tell as not available', () => {
  const after = { bytes: 5 * MIB, freeBytes: undefined };
  expect(purgeTables({ ...RESULT, space: { ...RESULT.space, after } })).toMatch(/\| 5 MiB +\| n\/a /);
});
