import type { UnstartedEvent } from '../../domain/events/event';

/** What starting an event's workflow needs to know, from `events` joined with `product_environments`. */
export interface UnstartedEventRow extends Omit<UnstartedEvent, 'isTest'> {
  readonly testTriggerId: string | null;
}

export const UNSTARTED_EVENT_COLUMNS = {
  environmentId: 'events.environment_id',
  cloudName: 'product_environments.cloud_name',
  eventId: 'events.event_id',
  eventType: 'events.event_type',
  testTriggerId: 'events.test_trigger_id',
} as const satisfies Readonly<Record<keyof UnstartedEventRow, string>>;

export function unstartedEventFromRow({
  environmentId,
  cloudName,
  eventId,
  eventType,
  testTriggerId,
}: UnstartedEventRow): UnstartedEvent {
  return { environmentId, cloudName, eventId, eventType, ...(testTriggerId !== null && { isTest: true }) };
}
