import type { OperationToTrack, UnstartedEvent } from './ports';

/** What names an event in the log: its id alone is unique within its product environment only. */
export function eventFacts({ cloudName, eventId }: UnstartedEvent) {
  return { cloud_name: cloudName, event_id: eventId };
}

/** What names an operation in the log. */
export function operationFacts({ cloudName, operationId }: OperationToTrack) {
  return { cloud_name: cloudName, operation_id: operationId };
}
