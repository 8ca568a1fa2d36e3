import { toMicrosecondsUtc } from '../iso-time';
import { isJsonObject } from '../json/json-values';

/** The parameters of the call that caused the event, as far as they decide who is notified. */
export interface EventRequest {
  readonly notification_url?: string | undefined;
  readonly eager_notification_url?: string | undefined;
  readonly eager_async?: boolean | undefined;
  readonly upload_preset?:
    | {
        readonly notification_url?: string | undefined;
        readonly eager_notification_url?: string | undefined;
        readonly eager_async?: boolean | undefined;
      }
    | undefined;
}

/** Who caused the event: an API key, or a user of the Console. */
export interface TriggeredBy {
  readonly source: string;
  readonly id: string;
}

/** Something that happened to an asset. Immutable once accepted; unique by environment and `eventId`. */
export interface Event {
  readonly environmentId: string;
  /** The producer's idempotency key, or one that we made. */
  readonly eventId: string;
  readonly eventType: string;
  /** The result of the action as the producer posted it, in the producer's key order. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly request: EventRequest;
  /** `false`: only the request's explicit URL is notified. Source: docs/decisions.md D30. */
  readonly triggersSeeIt: boolean;
  /**
   * The one trigger that is notified, whatever its filter says. Absent unless the event is a test of it. Source:
   * docs/decisions.md D73.
   */
  readonly testTriggerId?: string | undefined;
  /** ISO text, UTC, as the producer gave it, or the time of receipt. */
  readonly triggeredAt: string;
  readonly triggeredBy: TriggeredBy;
  /** 32 hex digits; fills `request_id` for the types that carry it, when the payload lacks it. */
  readonly requestId: string;
  /** ISO text, UTC. */
  readonly receivedAt: string;
}

/** An event with the hex SHA-256 by which a second request for it is recognised. */
export interface HashedEvent {
  readonly event: Event;
  /** Equal for two requests that mean the same. Source: docs/decisions.md D27. */
  readonly contentHash: string;
  /** The substitute in events that were stored before meanings were compared. */
  readonly formerHash: () => string;
}

/** What a subject may look like: 1 to 255 characters, none of them a control character or half of a surrogate pair. */
export const SUBJECT_PATTERN = /^[^\p{Cc}\p{Cs}]{1,255}$/u;

/** Whether a text can be the subject of an event. Databases differ in how they treat other texts. */
export function isSubject(text: unknown): text is string {
  return typeof text === 'string' && SUBJECT_PATTERN.test(text);
}

/**
 * Finds what an event is about: the public id of its asset, or of the first one if it has several, or the path of its
 * folder. A renamed or moved subject has its new name.
 *
 * @param payload as the producer posted it.
 * @returns `undefined` when the payload names none, or one that is longer than 255 characters.
 */
export function eventSubject(payload: Readonly<Record<string, unknown>>): string | undefined {
  const named = [
    payload.public_id,
    payload.to_public_id,
    ...firstResource(payload.resources),
    payload.folder_path,
    payload.to_path,
  ];
  return named.find(isSubject);
}

/** Some types list their resources in an array, others in a map by public id. */
function firstResource(resources: unknown): readonly unknown[] {
  if (isJsonObject(resources)) return Object.keys(resources).slice(0, 1);
  const first: unknown = Array.isArray(resources) ? resources[0] : undefined;
  return isJsonObject(first) ? [first.public_id, first.to_public_id] : [];
}

/**
 * Types of the events that the service itself causes. No producer can publish them, no trigger can ask for them, and
 * what becomes of their deliveries causes no other one. Source: docs/decisions.md D75.
 */
export const SERVICE_EVENT_TYPES = ['destination_failing', 'destination_recovered'] as const;
export type ServiceEventType = (typeof SERVICE_EVENT_TYPES)[number];

/** Their meaning, for receivers. */
export const SERVICE_EVENTS: readonly { readonly name: ServiceEventType; readonly description: string }[] = [
  { name: 'destination_failing', description: 'Deliveries to a host have failed for good.' },
  { name: 'destination_recovered', description: 'A host that failed has accepted a notification again.' },
];

export function isServiceEventType(name: string): name is ServiceEventType {
  return SERVICE_EVENT_TYPES.some((type) => type === name);
}

/**
 * The JSON that was posted under an id, without the id. It decides whether two requests mean the same, whatever the
 * order of its keys. Source: docs/decisions.md D27.
 */
export interface PostedContent {
  /** In normal form. Defaults, such as the time of receipt, are not in it. */
  readonly meaning: unknown;
  /** As it came: what was stored before the meaning was compared is known by it. */
  readonly asPosted: unknown;
}

/** An event to be taken in, with the content that decides whether a second one of its id is the same. */
export interface Publication {
  readonly event: Event;
  readonly content: PostedContent;
}

/** When something happened and who caused it, as far as it was posted. */
export interface PostedCause {
  /** ISO text. */
  readonly triggered_at?: string | undefined;
  readonly triggered_by?: TriggeredBy | undefined;
}

/** The part of a content's meaning that says when and by whom: of the time what is kept of it. */
export function causeMeaning({ triggered_at: at, triggered_by: by }: PostedCause): PostedCause {
  return {
    ...(at !== undefined && { triggered_at: toMicrosecondsUtc(at) }),
    ...(by !== undefined && { triggered_by: by }),
  };
}

/** An event as it was posted, without its id; URLs in normal form. */
interface PostedEvent extends PostedCause {
  readonly event_type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly request?: EventRequest | undefined;
}

/**
 * The meaning of a posted event, in the form of a post with the same meaning. The meaning of that post is the post
 * itself.
 */
export function eventMeaning(posted: PostedEvent): Readonly<Record<string, unknown>> {
  const { event_type, payload, request = {} } = posted;
  return { event_type, payload, ...requestMeaning(request), ...causeMeaning(posted) };
}

/** Each parameter of the request wins over its upload preset's. Source: docs/decisions.md D33. */
function requestMeaning(request: EventRequest): { readonly request?: EventRequest } {
  const preset = request.upload_preset ?? {};
  const notificationUrl = request.notification_url ?? preset.notification_url;
  const eagerNotificationUrl = request.eager_notification_url ?? preset.eager_notification_url;
  const meaning: EventRequest = {
    ...(notificationUrl !== undefined && { notification_url: notificationUrl }),
    ...(eagerNotificationUrl !== undefined && { eager_notification_url: eagerNotificationUrl }),
    ...((request.eager_async ?? preset.eager_async ?? false) && { eager_async: true }),
  };
  return Object.keys(meaning).length === 0 ? {} : { request: meaning };
}
