import type { Event } from '../events/event';
import { toSecondsWithOffset } from '../iso-time';
import type { EmittedEvent } from './obey-combination';
import type { OperationRecord } from './operation-record';

/**
 * Id of the event of one type that an operation causes; it causes at most one of each. No other event
 * has such an id, since a producer's ids contain no dot (docs/decisions.md D27).
 */
export function operationEventId(operationId: string, eventType: string): string {
  return `${operationId}.${eventType}`;
}

/**
 * What becomes of the call after it was made, at a time of its own. Source: test/fixtures/payload-shapes/eager.json.
 */
const FOLLOWING: ReadonlySet<string> = new Set(['eager', 'error']);

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
    payload: FOLLOWING.has(emitted.eventType)
      ? { timestamp: toSecondsWithOffset(receivedAt), ...emitted.payload }
      : emitted.payload,
    triggeredAt,
    triggeredBy,
    requestId,
    receivedAt,
  };
}
