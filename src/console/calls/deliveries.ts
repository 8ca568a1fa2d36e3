import type { z } from 'zod';
import type { deliveriesAnswer } from '../../api/deliveries/schemas';
import { call } from './call';
import { useList, withQuery } from './list';
import type { Session } from './session';

type Deliveries = z.output<typeof deliveriesAnswer>;

/** A delivery as lists have it. */
export type DeliverySummary = Deliveries['deliveries'][number];

/** Where a delivery stands, for people. */
export type DeliveryState = 'sending' | 'waiting' | 'delivered' | 'failed' | 'cancelled';

/** The filters of `GET /deliveries`. */
export const DELIVERY_FILTERS = ['status', 'event_type', 'event_id', 'destination', 'from', 'to'] as const;
export type DeliveryFilters = Readonly<Partial<Record<(typeof DELIVERY_FILTERS)[number], string>>>;

/** Deliveries, newest first. */
export function useDeliveries({ cloud_name: cloudName }: Session, filters: DeliveryFilters) {
  return useList<DeliverySummary>({
    what: 'deliveries',
    cloudName,
    filters,
    isMoving: ({ status }) => status === 'pending',
    load: async (cursor, signal) => {
      const path = withQuery(pathOf(cloudName), { ...filters, next_cursor: cursor });
      const { deliveries, next_cursor: nextCursor } = await call<Deliveries>(path, { signal });
      return { items: deliveries, nextCursor };
    },
  });
}

function pathOf(cloudName: string): string {
  return `/v1_1/${encodeURIComponent(cloudName)}/deliveries`;
}
