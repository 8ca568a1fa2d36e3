import type { Event } from '../event';
import type { EmittedEvent } from './obey-combination';
import type { OperationRecord } from './operation-record';

/**
 * Id of the event of one type that an operation causes; it causes at most one of each. No other event
 * has such an id, since a producer's ids contain no dot (decisions.md D27).
 */
export function operationEventId(operationId: string, eventType: string): string {
  return `${operationId}.${eventType}`;
}

/**
 * Makes an event of what an operation emits.
 *
 * @param receivedAt ISO text, UTC: when it was emitted.
 */
export function operationEvent(record: OperationRecord, emitted: EmittedEvent, receivedAt: string): Event {
  const { environmentId, operationId, triggeredAt, triggeredBy, requestId } = record;
  return {
    environmentId,
    eventId: operationEventId(operationId, emitted.eventType),
    ...emitted,
    triggeredAt,
    triggeredBy,
    requestId,
    receivedAt,
  };
}
