import {
  bucketsOf,
  bucketWords,
  spanOf,
  totalsOf,
  type Point,
} from '../../../src/console/pages/health/activity';

const point = (changes: Partial<Point> = {}): Point => ({
  at: '2026-03-14T09:15:00.000Z',
  accepted: 4,
  delivered: 3,
  failed: 1,
  cancelled: 0,
  attempts: 6,
  rejected: 2,
  unreachable: 1,
  first_try: 2,
  answer_ms: { p50: 40, p95: 1_500 },
  first_attempt_ms: { p95: 12 },
  ...changes,
});
const statistics = (...points: readonly Point[]) => ({
  from: '2026-03-14T09:00:00.000Z',
  to: '2026-03-14T09:45:00.000Z',
  bucket_seconds: 900,
  series: points.length === 0 ? [] : [{ key: null, points: [...points] }],
});

it('has every bucket, with what happened where anything did', () => {
  const buckets = bucketsOf(statistics(point()));
  expect(
    buckets.map(({ atMs, point: of }) => [new Date(atMs).toISOString().slice(11, 16), of?.attempts]),
  ).toEqual([
    ['09:00', undefined],
    ['09:15', 6],
    ['09:30', undefined],
  ]);
  expect(bucketsOf(statistics())).toHaveLength(3);
});

it('adds all up, with the share of first attempts rounded down', () => {
  const of = statistics(point(), point({ delivered: 0, first_try: 0 }));
  expect(totalsOf(of)).toEqual({ accepted: 8, delivered: 3, failed: 2, firstTryPercent: 66 });
  expect(totalsOf(statistics())).toEqual({
    accepted: 0,
    delivered: 0,
    failed: 0,
    firstTryPercent: undefined,
  });
});

it('reads a bucket in words', () => {
  expect(bucketWords({ atMs: 0, point: undefined }, '09:00')).toBe('09:00: nothing happened');
  expect(bucketWords({ atMs: 0, point: point() }, '09:15')).toBe(
    '09:15: 4 accepted, 3 delivered, 3 attempts failed, answers within 40 ms (p50), 1.5 s (p95), first attempt within 12 ms (p95)',
  );
});

it('shows a day unless the address says otherwise', () => {
  expect([undefined, '7d', 'toString', 'x'].map(spanOf)).toEqual(['24h', '7d', '24h', '24h']);
});
