import type { Delivery } from '../../domain/delivery';
import type { Verdict } from '../../domain/verdict';
import type { DeliveryControl, EventRecord } from '../dependencies';
import { presentDelivery } from './delivery';

/** Path of the page that says what became of an event. */
export function eventPath(cloudName: string, eventId: string): string {
  return `/v1_1/${encodeURIComponent(cloudName)}/events/${encodeURIComponent(eventId)}`;
}

interface EventPage {
  readonly record: EventRecord;
  readonly deliveries: readonly Delivery[];
  readonly cloudName: string;
  readonly pages: Pick<DeliveryControl, 'deliveryPage' | 'eventPage'>;
}

/** An event with its verdicts and deliveries. `accepted` until its destinations are resolved, then `dispatched`. */
export function presentEvent({ record, deliveries, cloudName, pages }: EventPage) {
  const { event, resolvedAt, verdicts } = record;
  return {
    event_id: event.eventId,
    event_type: event.eventType,
    status: resolvedAt === undefined ? 'accepted' : 'dispatched',
    payload: event.payload,
    request: event.request,
    triggered_at: event.triggeredAt,
    triggered_by: event.triggeredBy,
    request_id: event.requestId,
    received_at: event.receivedAt,
    resolved_at: resolvedAt ?? null,
    verdicts: verdicts.map(presentVerdict),
    deliveries: deliveries.map((delivery) => presentDelivery(delivery, cloudName, pages)),
    temporal_url: pages.eventPage(cloudName, event.eventId),
  };
}

function presentVerdict({ triggerId, verdict, reason, deliveryId }: Verdict) {
  return { trigger_id: triggerId, verdict, reason, delivery_id: deliveryId };
}
