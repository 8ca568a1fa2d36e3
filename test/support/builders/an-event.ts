import type { Event } from '../../../src/domain/events/event';
import type { EventRecord } from '../../../src/domain/events/event-record';

/** An upload, by an API key, that names no URL of its own. */
export function anEvent(changes: Partial<Event> = {}): Event {
  return {
    environmentId: 'env1',
    eventId: 'evt1',
    eventType: 'upload',
    payload: { public_id: 'blue-kettle', resource_type: 'image' },
    request: {},
    triggersSeeIt: true,
    triggeredAt: '2026-03-14T09:26:53.589793Z',
    triggeredBy: { source: 'api', id: '738291046655821' },
    requestId: 'd9d21f3c10db2eee267e2d32a6a95301',
    receivedAt: '2026-03-14T09:26:53.600Z',
    ...changes,
  };
}

/** The same one as the API finds it: not dispatched yet. */
export function anEventRecord(changes: Partial<EventRecord> = {}): EventRecord {
  return { event: anEvent(), startedAt: undefined, resolvedAt: undefined, verdicts: [], ...changes };
}
