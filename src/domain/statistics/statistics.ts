import type { Histogram } from './histogram';

/** What is counted, each by when it happened. */
export const STATISTIC_COUNTS = [
  'accepted',
  'delivered',
  'failed',
  'cancelled',
  'attempts',
  'rejected',
  'unreachable',
  'firstTry',
] as const;

/**
 * Counts of some time. An event is accepted; an attempt is delivered, rejected or unreachable; a delivery fails or is
 * cancelled. A notification that a client acknowledges in its channel is delivered without an attempt.
 */
export interface StatisticCounts extends Readonly<Record<(typeof STATISTIC_COUNTS)[number], number>> {
  /** How long receivers took to answer. */
  readonly answer: Histogram;
  /** How long it took from an event's receipt to a delivery's first attempt. */
  readonly firstAttempt: Histogram;
}

/** Counts of one stretch of time. */
export interface StatisticPoint extends StatisticCounts {
  /** When it begins: seconds since the epoch. */
  readonly atSeconds: number;
}

/** How long a point of an answer may be, by its name in requests. */
export const BUCKET_SECONDS = { '1m': 60, '15m': 900, '1h': 3_600, '1d': 86_400 } as const;
export type Bucket = keyof typeof BUCKET_SECONDS;

/** By what series are told apart; `none` makes one series of all. */
export const STATISTIC_GROUPS = ['none', 'destination_host', 'event_type'] as const;

/** What is asked of the statistics of a product environment. */
export interface StatisticQuery {
  /** Seconds since the epoch, at the beginning of a bucket. */
  readonly fromSeconds: number;
  /** Excluded. */
  readonly toSeconds: number;
  readonly bucketSeconds: number;
  readonly groupBy: (typeof STATISTIC_GROUPS)[number];
  readonly destinationHost?: string | undefined;
  readonly eventType?: string | undefined;
}

/** What has one host or event type in common. */
export interface StatisticSeries {
  /** `undefined` for the series of all. */
  readonly key: string | undefined;
  /** Those where anything happened, oldest first. */
  readonly points: readonly StatisticPoint[];
}

/** Minutes are kept for two days, and hours for three months. */
export const KEPT_MINUTES_SECONDS = 48 * 3_600;
export const KEPT_HOURS_SECONDS = 90 * 86_400;

/** In one series; a week of quarters of an hour has 672, a day of minutes 1,440. */
export const MAX_POINTS = 1_500;
/** The busiest; others are left out. */
export const MAX_SERIES = 20;
