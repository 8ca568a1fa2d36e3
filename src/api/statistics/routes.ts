import { z } from 'zod';
import { isoOfSeconds } from '../../domain/iso-time';
import {
  quantileMs,
  statisticsRange,
  BUCKET_SECONDS,
  MAX_SERIES,
  STATISTIC_GROUPS,
} from '../../domain/statistics/statistics';
import type {
  StatisticPoint,
  StatisticQuery,
  StatisticSeries,
  Bucket,
} from '../../domain/statistics/statistics';
import { deliveryFilterFields } from '../deliveries/filter';
import { time } from '../route/fields';
import { pageFields } from '../route/page';
import { strictObject } from '../route/parse';
import { route } from '../route/route';

const BUCKETS = Object.keys(BUCKET_SECONDS) as [Bucket, ...Bucket[]];
const BUCKET = `one of ${BUCKETS.join(', ')}`;
const GROUP = `one of ${STATISTIC_GROUPS.join(', ')}`;

/** Query of `GET /statistics`. */
const statisticsQuery = strictObject({
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

/** What the route of statistics needs. */
export interface StatisticsPorts {
  readonly statistics: {
    /** Reads series of points, the busiest first; hours that have ended until then are read as hours. */
    read(
      environmentId: string,
      query: StatisticQuery & { readonly wholeHoursUntilSeconds: number },
    ): Promise<readonly StatisticSeries[]>;
  };
  readonly now: () => Date;
}

const HOUR_SECONDS = 3_600;

export const showStatistics = ({ statistics, now }: StatisticsPorts) =>
  route({
    in: 'environment',
    method: 'get',
    path: '/statistics',
    access: 'read',
    rate: 'administration',
    tag: 'deliveries',
    summary: 'Counts events, deliveries and attempts by when they happened',
    query: statisticsQuery,
    answers: { 200: { description: 'The counts, at most some seconds old.', schema: statisticsAnswer } },
    async handle({ caller: { environmentId }, query }) {
      const nowSeconds = Math.floor(now().getTime() / 1000);
      const range = statisticsRange(query, nowSeconds);
      const series = await statistics.read(environmentId, {
        ...range,
        groupBy: query.group_by,
        destinationHost: query.destination_host,
        eventType: query.event_type,
        wholeHoursUntilSeconds: nowSeconds - (nowSeconds % HOUR_SECONDS) - HOUR_SECONDS,
      });
      return [
        200,
        {
          from: isoOfSeconds(range.fromSeconds),
          to: isoOfSeconds(range.toSeconds),
          bucket_seconds: range.bucketSeconds,
          series: series.map(({ key, points }) => ({ key: key ?? null, points: points.map(presentPoint) })),
        },
      ];
    },
  });

function presentPoint({ atSeconds, firstTry, answer, firstAttempt, ...counts }: StatisticPoint) {
  return {
    at: isoOfSeconds(atSeconds),
    ...counts,
    first_try: firstTry,
    answer_ms: { p50: quantileMs(answer, 0.5) ?? null, p95: quantileMs(answer, 0.95) ?? null },
    first_attempt_ms: { p95: quantileMs(firstAttempt, 0.95) ?? null },
  };
}
