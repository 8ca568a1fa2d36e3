import { z } from 'zod';
import {
  BUCKET_SECONDS,
  MAX_SERIES,
  STATISTIC_GROUPS,
  type Bucket,
} from '../../domain/statistics/statistics';
import { deliveryFilterFields } from '../deliveries/filter';
import { time } from '../route/fields';
import { pageFields } from '../route/page';
import { strictObject } from '../route/parse';

const BUCKETS = Object.keys(BUCKET_SECONDS) as [Bucket, ...Bucket[]];
const BUCKET = `one of ${BUCKETS.join(', ')}`;
const GROUP = `one of ${STATISTIC_GROUPS.join(', ')}`;

/** Query of `GET /statistics`. */
export const statisticsQuery = strictObject({
  from: pageFields.from.describe('By default, a day before `to`.'),
  to: pageFields.to.describe('By default, now.'),
  bucket: z.enum(BUCKETS, BUCKET).default('15m').describe('How long each point is; a day is one of UTC.'),
  group_by: z
    .enum(STATISTIC_GROUPS, GROUP)
    .default('none')
    .describe(
      'By what series are told apart. `uri`: the URLs of triggers. `error_code`: failed attempts alone, by why they failed.',
    ),
  destination_host: deliveryFilterFields.destination_host,
  event_type: deliveryFilterFields.event_type,
});

const count = z.int().min(0);
const milliseconds = z.number().nullable();

const statisticPoint = z
  .object({
    at: time.describe('When it begins.'),
    accepted: count.describe('Events; 0 in a series of one host, URL or error code.'),
    delivered: count.describe(
      'Attempts that the receiver accepted, and notifications that a client acknowledged in their channel.',
    ),
    failed: count.describe('Deliveries that failed for good and were not retried since.'),
    cancelled: count,
    attempts: count,
    rejected: count.describe('Attempts that were answered otherwise.'),
    unreachable: count.describe('Attempts without an answer.'),
    first_try: count.describe(
      'First attempts that the receiver accepted, and notifications that were acknowledged when they were first claimed.',
    ),
    answer_ms: z
      .object({ p50: milliseconds, p95: milliseconds })
      .describe('How long receivers took, estimated from a histogram; `null` when none answered.'),
    first_attempt_ms: z
      .object({ p95: milliseconds })
      .describe('From the receipt of an event to the first attempt of a delivery.'),
  })
  .meta({ id: 'StatisticPoint' });

/** Answer of `GET /statistics`. */
export const statisticsAnswer = z.object({
  from: time.describe('At the beginning of a bucket.'),
  to: time,
  bucket_seconds: z.int().min(1),
  series: z
    .array(
      z.object({
        key: z
          .string()
          .nullable()
          .describe('The host, URL, event type or error code; `null` for the series of all.'),
        points: z.array(statisticPoint).describe('Oldest first. Where nothing happened there is none.'),
      }),
    )
    .describe(`The busiest first, at most ${MAX_SERIES}.`),
});
