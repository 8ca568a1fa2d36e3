import { DomainError } from '../errors';
import { isoOfSeconds } from '../iso-time';
import {
  BUCKET_SECONDS,
  KEPT_HOURS_SECONDS,
  KEPT_MINUTES_SECONDS,
  MAX_POINTS,
  type Bucket,
} from './statistics';

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

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
 * @throws DomainError `invalid_request` for a time that ends before it begins, that has too many buckets, or of which no
 *   counts are kept.
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
