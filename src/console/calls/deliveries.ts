import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { deliveriesAnswer, deliveriesSummaryAnswer, retryAnswer } from '../../api/deliveries/schemas';
import { call } from './call';
import { environmentPath } from './environment-path';
import { useList, withQuery } from './list';
import { POLL_MS, pollDelayMs } from './poll';
import type { Session } from './session';

type Deliveries = z.output<typeof deliveriesAnswer>;

/** A delivery as lists have it. */
export type DeliverySummary = Deliveries['deliveries'][number];

/** The filters of `GET /deliveries`. */
export const DELIVERY_FILTERS = [
  'status',
  'phase',
  'event_type',
  'event_id',
  'destination',
  'destination_host',
  'error_code',
  'http_status',
  'trigger_id',
  'bulk_action_id',
  'test',
  'from',
  'to',
] as const;
export type DeliveryFilters = Readonly<Partial<Record<(typeof DELIVERY_FILTERS)[number], string>>>;

/** Deliveries, newest first. */
export function useDeliveries({ cloud_name: cloudName }: Session, filters: DeliveryFilters) {
  return useList<DeliverySummary>({
    what: 'deliveries',
    cloudName,
    filters,
    isMoving: ({ status }) => status === 'pending',
    load: async (cursor, signal) => {
      const path = withQuery(deliveriesPath(cloudName), { ...filters, next_cursor: cursor });
      const { deliveries, next_cursor: nextCursor } = await call<Deliveries>(path, { signal });
      return { items: deliveries, nextCursor };
    },
  });
}

/** How many deliveries there are of each kind. */
export function useDeliveryCounts({ cloud_name: cloudName }: Session, filters: DeliveryFilters) {
  const path = withQuery(`${deliveriesPath(cloudName)}/summary`, filters);
  return useQuery({
    queryKey: ['deliveries', cloudName, 'summary', filters],
    queryFn: ({ signal }) => call<z.output<typeof deliveriesSummaryAnswer>>(path, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => pollDelayMs(state.fetchFailureCount, POLL_MS),
  });
}

/** Ends a delivery's wait, or starts another run. @throws CallFailed. */
export function askToRetry(cloudName: string, id: string, { force }: { readonly force: boolean }) {
  const path = `${deliveriesPath(cloudName)}/${encodeURIComponent(id)}/retry`;
  return call<z.output<typeof retryAnswer>>(path, { method: 'POST', body: { force } });
}

/** Where the API has the deliveries of a product environment. */
export function deliveriesPath(cloudName: string): string {
  return environmentPath(cloudName, 'deliveries');
}
