import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { eventAnswer, eventsAnswer } from '../../api/events/schemas';
import type { explainEventAnswer } from '../../api/explain/routes';
import type { traceFilterAnswer } from '../../api/filters/routes';
import type { searchAnswer } from '../../api/search/routes';
import { call } from './call';
import { environmentPath } from './environment-path';
import { useList, withQuery } from './list';
import { POLL_MS, pollDelayMs, QUICK_POLL_MS } from './poll';
import type { Session } from './session';

type Events = z.output<typeof eventsAnswer>;

/** An event as lists have it. */
export type ListedEvent = Events['events'][number];
export type ShownEvent = z.output<typeof eventAnswer>;
export type EventReasons = z.output<typeof explainEventAnswer>;
export type ShownTrace = z.output<typeof traceFilterAnswer>;
type SearchHit = z.output<typeof searchAnswer>['hits'][number];

/** The filters of `GET /events`. */
export const EVENT_FILTERS = ['event_type', 'outcome', 'public_id', 'destination', 'from', 'to'] as const;
type EventFilters = Readonly<Partial<Record<(typeof EVENT_FILTERS)[number], string>>>;

/** Events, newest first. */
export function useEvents({ cloud_name: cloudName }: Session, filters: EventFilters) {
  return useList<ListedEvent>({
    what: 'events',
    cloudName,
    filters,
    isMoving: ({ status, deliveries }) => status === 'accepted' || deliveries.pending > 0,
    load: async (cursor, signal) => {
      const path = withQuery(environmentPath(cloudName, 'events'), { ...filters, next_cursor: cursor });
      const { events, next_cursor: nextCursor } = await call<Events>(path, { signal });
      return { items: events, nextCursor };
    },
  });
}

interface EventPageData {
  readonly event: ShownEvent;
  readonly reasons: EventReasons;
}

/** An event with the reasons of its verdicts. @param triggers those of then, or those of now. */
export function useEvent({ cloud_name: cloudName }: Session, id: string, triggers: 'then' | 'now') {
  const path = environmentPath(cloudName, 'events', id);
  return useQuery({
    queryKey: ['events', cloudName, 'one', id, triggers],
    queryFn: async ({ signal }): Promise<EventPageData> => {
      const [event, reasons] = await Promise.all([
        call<ShownEvent>(path, { signal }),
        call<EventReasons>(withQuery(`${path}/explain`, { triggers }), { signal }),
      ]);
      return { event, reasons };
    },
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data, fetchFailureCount } }) =>
      pollDelayMs(fetchFailureCount, data && isSettled(data.event) ? POLL_MS : QUICK_POLL_MS),
  });
}

function isSettled({ status, deliveries }: ShownEvent): boolean {
  return status === 'dispatched' && deliveries.every((delivery) => delivery.status !== 'pending');
}

/** How a filter came to its answer on an event. It does not change. */
export function useTrace({ cloud_name: cloudName }: Session, eventId: string, filter: object) {
  return useQuery({
    queryKey: ['events', cloudName, 'trace', eventId, filter],
    queryFn: ({ signal }) =>
      call<ShownTrace>(environmentPath(cloudName, 'filters', 'trace'), {
        method: 'POST',
        body: { filter, event_id: eventId },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** @throws CallFailed. */
export async function searchFor(
  { cloud_name: cloudName }: Session,
  q: string,
): Promise<readonly SearchHit[]> {
  const { hits } = await call<z.output<typeof searchAnswer>>(
    withQuery(environmentPath(cloudName, 'search'), { q }),
  );
  return hits;
}
