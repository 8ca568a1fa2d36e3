import { DomainError } from '../errors';
import { isSubscribedTo, type Trigger } from '../triggers/trigger';
import type { Event } from './event';
import { ALL_EVENTS, isEventType, findEventType } from './event-types';

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

const VERSION = 1_773_480_413;
const PUBLIC_ID = 'sample/blue-kettle';
const FOLDER = 'sample';

/** By key of a body. What the envelope adds is not among them. */
const VALUES: Readonly<Record<string, unknown>> = {
  asset_id: '4f1c9e0b7a2d4d6f8b3a5c7e9f1d2b4c',
  public_id: PUBLIC_ID,
  version: VERSION,
  version_id: '5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c0d',
  width: 1600,
  height: 1200,
  format: 'jpg',
  resource_type: 'image',
  created_at: '2026-03-14T09:26:53Z',
  tags: ['sample'],
  bytes: 183_012,
  type: 'upload',
  etag: '0c1b2a39485766758493a2b1c0d9e8f7',
  placeholder: false,
  url: `http://res.example.com/image/upload/v${VERSION}/${PUBLIC_ID}.jpg`,
  secure_url: `https://res.example.com/image/upload/v${VERSION}/${PUBLIC_ID}.jpg`,
  asset_folder: FOLDER,
  display_name: 'Blue kettle',
  folder_path: FOLDER,
  folder_name: FOLDER,
  from_public_id: 'sample/kettle',
  to_public_id: PUBLIC_ID,
  from_path: FOLDER,
  to_path: `archive/${FOLDER}`,
  resources: [{ resource_type: 'image', type: 'upload', public_id: PUBLIC_ID }],
  moderation_status: 'approved',
  moderation_kind: 'manual',
  batch_id: 'sample-batch',
  eager: [{ transformation: 'c_pad,w_400', width: 400, height: 300, bytes: 20_113, format: 'jpg' }],
  error: { message: 'Sample of an operation that failed' },
};

/** For types that have none of these keys. */
const BASE = ['public_id', 'resource_type', 'type', 'secure_url'];

/** Makes a small payload as an event of a type might have it: for those who have none of their own yet. */
export function samplePayload(eventType: string): Readonly<Record<string, unknown>> {
  const keys = (findEventType(eventType)?.keyOrder ?? []).filter((key) => Object.hasOwn(VALUES, key));
  return Object.fromEntries((keys.length > 0 ? keys : BASE).map((key) => [key, VALUES[key]]));
}
