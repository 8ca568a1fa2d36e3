import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { destinationHostsAnswer } from '../../api/destination-hosts/routes';
import type { statisticsAnswer } from '../../api/statistics/routes';
import { BUCKET_SECONDS, type Bucket } from '../../domain/statistics/statistics';
import { call } from './call';
import { environmentPath } from './environment-path';
import { withQuery, type List } from './list';
import { POLL_MS, pollDelayMs, QUICK_POLL_MS } from './poll';
import type { Session } from './session';

export type Statistics = z.output<typeof statisticsAnswer>;
export type FailingHostSummary = z.output<typeof destinationHostsAnswer>['hosts'][number];

/** What of the past a picture shows: its buckets end with that of now. */
interface StatisticsSpan {
  readonly bucket: Bucket;
  readonly buckets: number;
}

/** What happened, bucket by bucket. */
export function useStatistics({ cloud_name: cloudName }: Session, span: StatisticsSpan) {
  const { bucket, buckets } = span;
  const bucketSeconds = BUCKET_SECONDS[bucket];
  return useQuery({
    queryKey: ['statistics', cloudName, bucket],
    queryFn: ({ signal }) => {
      // The same address for as long as a bucket lasts, so that what is still the same need not be sent again.
      const now = Math.floor(Date.now() / 1000 / bucketSeconds) * bucketSeconds;
      const from = new Date((now - (buckets - 1) * bucketSeconds) * 1000).toISOString();
      return call<Statistics>(withQuery(environmentPath(cloudName, 'statistics'), { bucket, from }), {
        signal,
      });
    },
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => pollDelayMs(state.fetchFailureCount),
  });
}

const NONE: readonly FailingHostSummary[] = [];

/** The hosts whose last attempt failed. */
export function useFailingHosts({ cloud_name: cloudName }: Session): List<FailingHostSummary> {
  const query = useQuery({
    queryKey: ['failing-hosts', cloudName],
    queryFn: async ({ signal }) => {
      const path = `${environmentPath(cloudName, 'destination_hosts')}?state=failing`;
      return (await call<z.output<typeof destinationHostsAnswer>>(path, { signal })).hosts;
    },
    refetchInterval: ({ state }) =>
      pollDelayMs(state.fetchFailureCount, state.data?.length ? QUICK_POLL_MS : POLL_MS),
  });
  return {
    key: 'failing',
    items: query.data ?? NONE,
    isLoaded: query.data !== undefined,
    isStale: false,
    error: query.error ?? undefined,
    hasOlder: false,
    isLoadingOlder: false,
    loadOlder: () => undefined,
    retry: () => void query.refetch(),
  };
}
