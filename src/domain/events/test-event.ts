import { isSubscribedTo, type Trigger } from '../triggers/trigger';
import { DomainError } from '../errors';
import type { Event } from './event';
import { ALL_EVENTS, isEventType } from './event-types';
import { samplePayload } from './sample-payload';

/**
 * Where the content of a test comes from: a given payload, a named event, the newest event that the trigger asks for,
 * or a sample if there is none.
 */
export const TEST_SOURCES = ['payload', 'event', 'newest_event', 'sample'] as const;
type TestSource = (typeof TEST_SOURCES)[number];

/** The content of a test. */
export interface TestContent extends Pick<
  Event,
  'eventType' | 'payload' | 'triggeredAt' | 'triggeredBy' | 'requestId'
> {
  readonly source: TestSource;
  /** The repeated event's; `undefined` when there is none. */
  readonly sourceEventId: string | undefined;
}

type TestCause = Pick<Event, 'triggeredAt' | 'triggeredBy' | 'requestId'>;

/** For a trigger of all types, when the content names none. */
const USUAL_TYPE = 'upload';

/**
 * Makes the content from a given payload. A trigger of all types takes the type that the payload names.
 *
 * @param cause of the test.
 */
export function givenContent(
  { eventType }: Pick<Trigger, 'eventType'>,
  payload: Event['payload'],
  cause: TestCause,
): TestContent {
  const { notification_type: named } = payload;
  const ofAll = typeof named === 'string' && isEventType(named) ? named : USUAL_TYPE;
  const type = eventType === ALL_EVENTS ? ofAll : eventType;
  return { ...cause, source: 'payload', sourceEventId: undefined, eventType: type, payload };
}

/** Makes the content from the service's own sample. @param cause of the test. */
export function sampleContent({ eventType }: Pick<Trigger, 'eventType'>, cause: TestCause): TestContent {
  const type = eventType === ALL_EVENTS ? USUAL_TYPE : eventType;
  return {
    ...cause,
    source: 'sample',
    sourceEventId: undefined,
    eventType: type,
    payload: samplePayload(type),
  };
}

/**
 * Makes the content from an event that happened, with its time and its author. The notification then differs only in
 * saying that it is a test.
 *
 * @throws DomainError `invalid_request` for an event of a type that the trigger does not ask for.
 */
export function repeatedContent(
  trigger: Pick<Trigger, 'eventType'>,
  { eventId, eventType, payload, triggeredAt, triggeredBy, requestId }: Event,
  source: 'event' | 'newest_event',
): TestContent {
  if (!isSubscribedTo(trigger, eventType)) {
    throw new DomainError(
      'invalid_request',
      `event_id: got "${eventId}", an event of the type ${eventType}, expected one of the type ${trigger.eventType}`,
    );
  }
  return { source, sourceEventId: eventId, eventType, payload, triggeredAt, triggeredBy, requestId };
}

/**
 * Makes the event that tests a trigger and notifies only that trigger. Source: docs/decisions.md D73.
 *
 * @param terms `receivedAt`: ISO text, UTC.
 */
export function testEvent(
  { id, environmentId }: Pick<Trigger, 'id' | 'environmentId'>,
  { eventType, payload, triggeredAt, triggeredBy, requestId }: TestContent,
  { eventId, receivedAt }: Pick<Event, 'eventId' | 'receivedAt'>,
): Event {
  return {
    environmentId,
    eventId,
    eventType,
    payload,
    request: {},
    // So a worker of an earlier version, to which it is an event like any other, tells nobody.
    triggersSeeIt: false,
    testTriggerId: id,
    triggeredAt,
    triggeredBy,
    requestId,
    receivedAt,
  };
}
