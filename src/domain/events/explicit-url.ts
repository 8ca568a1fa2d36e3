import type { EventRequest } from './event';

/**
 * The URL that the request itself, or its upload preset, names for this event's notification.
 * The request's value wins. An `eager` notification goes to `eager_notification_url`, or to
 * `notification_url` when that is the only one.
 * Source: docs/decisions.md D5, D31, D33.
 */
export function explicitUrl(eventType: string, request: EventRequest): string | undefined {
  const general = request.notification_url ?? request.upload_preset?.notification_url;
  if (eventType !== 'eager') return general;
  return request.eager_notification_url ?? request.upload_preset?.eager_notification_url ?? general;
}
