import type { EventRequest } from './event';
import { causeMeaning, type PostedCause } from './posted-content';

/** An event as it was posted, without its id; URLs in normal form. */
interface PostedEvent extends PostedCause {
  readonly event_type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly request?: EventRequest | undefined;
}

/** What a posted event means, in the form of a post that means the same: the meaning of that is itself. */
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
