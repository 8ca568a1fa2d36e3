import { isoOfSeconds } from '../../domain/iso-time';
import { quantileMs } from '../../domain/statistics/histogram';
import { statisticsRange } from '../../domain/statistics/statistics-range';
import type { StatisticPoint, StatisticQuery, StatisticSeries } from '../../domain/statistics/statistics';
import { route } from '../route/route';
import { statisticsAnswer, statisticsQuery } from './schemas';

const HOUR_SECONDS = 3_600;

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
