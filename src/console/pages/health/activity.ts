import type { z } from 'zod';
import type { statisticsAnswer } from '../../../api/statistics/routes';
import { spanWords } from '../../parts/countdown-words';

type Counted = z.output<typeof statisticsAnswer>;
export type Point = Counted['series'][number]['points'][number];

/** What one may look back at, by its name in the page's address. */
export const SPANS = {
  '1h': { label: '1 hour', title: 'Last hour', bucket: '1m', buckets: 60 },
  '24h': {
    label: '24 hours',
    title: 'Last 24 hours',
    bucket: '15m',

    buckets: 96,
  },
  '7d': { label: '7 days', title: 'Last 7 days', bucket: '1h', buckets: 168 },
  '30d': { label: '30 days', title: 'Last 30 days', bucket: '1d', buckets: 30 },
} as const;
export type SpanName = keyof typeof SPANS;

/** @returns the span of a day for what is no name of one. */
export function spanOf(name: string | undefined): SpanName {
  return Object.keys(SPANS).find((each): each is SpanName => each === name) ?? '24h';
}

/** What happened in one bucket. */
export interface ActivityBucket {
  readonly atMs: number;
  /** Absent when nothing happened. */
  readonly point: Point | undefined;
}

/** Makes a list of all buckets out of those in which anything happened. */
export function bucketsOf({ from, to, bucket_seconds: seconds, series }: Counted): readonly ActivityBucket[] {
  const points = new Map(series[0]?.points.map((point) => [Date.parse(point.at), point]));
  const buckets: ActivityBucket[] = [];
  for (let atMs = Date.parse(from); atMs < Date.parse(to); atMs += seconds * 1000) {
    buckets.push({ atMs, point: points.get(atMs) });
  }
  return buckets;
}

/** How many attempts of a bucket failed. */
export function failedAttempts(point: Point | undefined): number {
  return point ? point.rejected + point.unreachable : 0;
}

/** A bucket in words. @param time of it, as it is shown. */
export function bucketWords({ point }: ActivityBucket, time: string): string {
  if (!point) return `${time}: nothing happened`;
  const words = [
    `${point.accepted} accepted`,
    `${point.delivered} delivered`,
    failedWords(failedAttempts(point)),
  ];
  const { p50, p95 } = point.answer_ms;
  if (p50 !== null && p95 !== null)
    words.push(`answers within ${spanWords(p50)} (p50), ${spanWords(p95)} (p95)`);
  const first = point.first_attempt_ms.p95;
  if (first !== null) words.push(`first attempt within ${spanWords(first)} (p95)`);
  return `${time}: ${words.join(', ')}`;
}

function failedWords(attempts: number): string {
  return attempts === 1 ? '1 attempt failed' : `${attempts} attempts failed`;
}

/** Counts of the whole time. */
export interface ActivityTotals {
  readonly accepted: number;
  readonly delivered: number;
  readonly failed: number;
  /** Of what was delivered, in whole percent; `undefined` when nothing was. */
  readonly firstTryPercent: number | undefined;
}

/** Adds all buckets up. */
export function totalsOf({ series }: Counted): ActivityTotals {
  const points = series[0]?.points ?? [];
  const sum = (of: (point: Point) => number) => points.reduce((total, point) => total + of(point), 0);
  const delivered = sum((point) => point.delivered);
  return {
    accepted: sum((point) => point.accepted),
    delivered,
    failed: sum((point) => point.failed),
    firstTryPercent:
      delivered === 0 ? undefined : Math.floor((100 * sum((point) => point.first_try)) / delivered),
  };
}
