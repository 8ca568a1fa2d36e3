import { DomainError } from '../errors';
import { isoOfSeconds } from '../iso-time';

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

/**
 * Upper bounds of a histogram's parts, in milliseconds, included. What takes longer is in one more part, the last one.
 */
export const BOUNDS_MS = [50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 20_000] as const;

/** How many times fell into each part. */
export type Histogram = readonly number[];

/** A histogram of nothing. */
export const EMPTY_HISTOGRAM: Histogram = Array.from({ length: BOUNDS_MS.length + 1 }, () => 0);

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

/** The numbers of waiting items at one moment, in all product environments. */
export interface Backlog {
  /** As `DELIVERY_PHASES` says; those in channels wait for a client and are not among them. */
  readonly deliveriesPending: Readonly<Record<'sending' | 'waiting', number>>;
  /** Hosts whose last attempt failed, each once for each product environment. */
  readonly failingHosts: number;
  readonly eventsUnstarted: number;
  /** 0 when every event is started. */
  readonly oldestUnstartedAgeSeconds: number;
  /** `waiting`: nobody has it; `claimed`: a client has it and has not acknowledged it. */
  readonly pollMessages: Readonly<Record<'waiting' | 'claimed', number>>;
  readonly consoleSessions: number;
}

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

/** Minutes are kept for two days, and hours for three months. */
export const KEPT_MINUTES_SECONDS = 48 * HOUR_SECONDS;
export const KEPT_HOURS_SECONDS = 90 * DAY_SECONDS;

/** In one series; a week of quarters of an hour has 672, a day of minutes 1,440. */
const MAX_POINTS = 1_500;
/** The busiest; others are left out. */
export const MAX_SERIES = 20;

interface AskedRange {
  /** ISO text, UTC; by default a day before `to`. */
  readonly from?: string | undefined;
  /** ISO text, UTC; by default `now`. */
  readonly to?: string | undefined;
  readonly bucket: Bucket;
}

/** Whole buckets. Seconds since the epoch; the end is excluded. */
interface StatisticsRange {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly bucketSeconds: number;
}

/**
 * Widens what is asked for to whole buckets.
 *
 * @param nowSeconds since the epoch.
 * @throws DomainError `invalid_request` for a time that ends before it begins, that has too many buckets, or of which
 *   no counts are kept.
 */
export function statisticsRange({ from, to, bucket }: AskedRange, nowSeconds: number): StatisticsRange {
  const bucketSeconds = BUCKET_SECONDS[bucket];
  const end = to === undefined ? nowSeconds : secondsOf(to);
  const begin = from === undefined ? end - DAY_SECONDS : secondsOf(from);
  if (end <= begin) {
    throw new DomainError(
      'invalid_request',
      `to: got ${isoOfSeconds(end)}, expected a time after from, ${isoOfSeconds(begin)}`,
    );
  }
  const keptSeconds = bucketSeconds < HOUR_SECONDS ? KEPT_MINUTES_SECONDS : KEPT_HOURS_SECONDS;
  if (begin < nowSeconds - keptSeconds) {
    const longer = bucketSeconds < HOUR_SECONDS ? ', or bucket 1h or 1d' : '';
    throw new DomainError(
      'invalid_request',
      `from: got ${isoOfSeconds(begin)}, expected a time within the last ${keptSeconds / HOUR_SECONDS} hours for bucket ${bucket}${longer}`,
    );
  }
  const fromSeconds = begin - (begin % bucketSeconds);
  const toSeconds = Math.ceil(end / bucketSeconds) * bucketSeconds;
  const points = (toSeconds - fromSeconds) / bucketSeconds;
  if (points > MAX_POINTS) {
    throw new DomainError(
      'invalid_request',
      `bucket: got ${bucket}, of which the time has ${points}, expected at most ${MAX_POINTS}: a longer bucket or a shorter time`,
    );
  }
  return { fromSeconds, toSeconds, bucketSeconds };
}

function secondsOf(text: string): number {
  return Math.floor(Date.parse(text) / 1000);
}

/** Adds two histograms, part by part. */
export function addHistograms(one: Histogram, other: Histogram): Histogram {
  return one.map((count, part) => count + (other[part] ?? 0));
}

/**
 * Estimates a quantile, in whole milliseconds: within a part, times are taken to be spread evenly. Beyond the last
 * bound it is that bound, so the truth may be greater.
 *
 * @param share greater than 0, at most 1: 0.95 for p95.
 * @returns `undefined` for a histogram of nothing.
 */
export function quantileMs(histogram: Histogram, share: number): number | undefined {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const rank = share * total;
  let before = 0;
  for (const [part, count] of histogram.entries()) {
    const upper = BOUNDS_MS[part];
    if (upper === undefined) break;
    if (count > 0 && before + count >= rank) {
      const lower = BOUNDS_MS[part - 1] ?? 0;
      return Math.round(lower + ((upper - lower) * (rank - before)) / count);
    }
    before += count;
  }
  return BOUNDS_MS.at(-1);
}
