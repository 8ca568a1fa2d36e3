import { EMPTY_HISTOGRAM, type Histogram } from './histogram';

/** The kinds of counts, each by when it happened. */
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

/** The counts of a time in which nothing happened. */
export const NO_COUNTS: StatisticCounts = {
  accepted: 0,
  delivered: 0,
  failed: 0,
  cancelled: 0,
  attempts: 0,
  rejected: 0,
  unreachable: 0,
  firstTry: 0,
  answer: EMPTY_HISTOGRAM,
  firstAttempt: EMPTY_HISTOGRAM,
};

/** Counts of one stretch of time. */
export interface StatisticPoint extends StatisticCounts {
  /** When it begins: seconds since the epoch. */
  readonly atSeconds: number;
}

/** How long a point of an answer may be, by its name in requests. */
export const BUCKET_SECONDS = { '1m': 60, '15m': 900, '1h': 3_600, '1d': 86_400 } as const;
export type Bucket = keyof typeof BUCKET_SECONDS;

/**
 * The key that separates series; `none` makes one series of all. `uri`: the URLs of triggers. `error_code`: failed
 * attempts alone, by their error.
 */
export const STATISTIC_GROUPS = ['none', 'destination_host', 'uri', 'event_type', 'error_code'] as const;

/** A query for the statistics of a product environment. */
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

/** The counts of one host, URL, event type or error code. */
export interface StatisticSeries {
  /** `undefined` for the series of all. */
  readonly key: string | undefined;
  /** Those where anything happened, oldest first. */
  readonly points: readonly StatisticPoint[];
}

/** The number of notifications delivered to one URL in one hour, and of failed attempts. */
export interface UrlHour {
  /** When it begins: seconds since the epoch. */
  readonly atSeconds: number;
  readonly delivered: number;
  readonly failed: number;
}

/** Minutes are kept for two days, and hours for three months. */
export const KEPT_MINUTES_SECONDS = 48 * 3_600;
export const KEPT_HOURS_SECONDS = 90 * 86_400;

/** In one series; a week of quarters of an hour has 672, a day of minutes 1,440. */
export const MAX_POINTS = 1_500;
/** The busiest; others are left out. */
export const MAX_SERIES = 20;
