import type { Event, EventRequest, TriggeredBy } from './event';
import { toMicrosecondsUtc } from '../iso-time';

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
