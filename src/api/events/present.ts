import type { EventRecord, EventSummary, Verdict } from '../../domain/events/event-record';
import type { Delivery } from '../../domain/deliveries/delivery';
import type { DeliveryControl } from '../deliveries/ports';
import { presentDelivery } from '../deliveries/present';

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

/** An event with its verdicts and deliveries. */
export function presentEvent({ record, deliveries, cloudName, pages }: EventPage) {
  const { event, resolvedAt, verdicts } = record;
  return {
    event_id: event.eventId,
    event_type: event.eventType,
    test: event.testTriggerId !== undefined,
    status: statusOf(resolvedAt),
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

/** An event as lists show it. */
export function presentEventSummary(
  event: EventSummary,
  cloudName: string,
  pages: Pick<DeliveryControl, 'eventPage'>,
) {
  return {
    event_id: event.eventId,
    event_type: event.eventType,
    test: event.isTest,
    status: statusOf(event.resolvedAt),
    received_at: event.receivedAt,
    resolved_at: event.resolvedAt ?? null,
    triggered_at: event.triggeredAt,
    triggered_by: event.triggeredBy,
    public_id: event.subject ?? null,
    deliveries: event.deliveries,
    temporal_url: pages.eventPage(cloudName, event.eventId),
  };
}

/** `accepted` until its destinations are resolved, then `dispatched`. */
function statusOf(resolvedAt: string | undefined): 'accepted' | 'dispatched' {
  return resolvedAt === undefined ? 'accepted' : 'dispatched';
}

function presentVerdict({ triggerId, verdict, reason, deliveryId }: Verdict) {
  return { trigger_id: triggerId, verdict, reason, delivery_id: deliveryId };
}
