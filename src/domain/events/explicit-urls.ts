import type { Event, EventRequest } from './event';
import { isServiceEventType } from './service-events';

/** A URL that a request or its upload preset names for its notifications. */
export interface ExplicitUrl {
  readonly name: 'notification_url' | 'eager_notification_url';
  readonly place: 'request' | 'upload_preset';
  readonly uri: string;
  /** Whether it is notified of this event. */
  readonly isTold: boolean;
  readonly words: string;
}

/**
 * All URLs that an event's request names, each with the reason why it is notified of the event or not. Source:
 * docs/decisions.md D5, D31, D33.
 */
export function explicitUrls({
  eventType,
  request,
}: Pick<Event, 'eventType' | 'request'>): readonly ExplicitUrl[] {
  const named = namedUrls(request);
  const told = toldOf(named, eventType);
  return named.map((url) => ({ ...url, isTold: url === told, words: wordsFor(url, told, eventType) }));
}

/** The one of these URLs that is notified of an event. */
export function explicitUrl(eventType: string, request: EventRequest): string | undefined {
  return toldOf(namedUrls(request), eventType)?.uri;
}

type NamedUrl = Pick<ExplicitUrl, 'name' | 'place' | 'uri'>;

/** The request's value wins over its upload preset's. */
function namedUrls(request: EventRequest): readonly NamedUrl[] {
  return [
    urlOf('eager_notification_url', 'request', request.eager_notification_url),
    urlOf('eager_notification_url', 'upload_preset', request.upload_preset?.eager_notification_url),
    urlOf('notification_url', 'request', request.notification_url),
    urlOf('notification_url', 'upload_preset', request.upload_preset?.notification_url),
  ].flat();
}

/** An `eager` notification goes to `eager_notification_url`, or to `notification_url` when that is the only one. */
function toldOf(named: readonly NamedUrl[], eventType: string): NamedUrl | undefined {
  return named.find(({ name }) => eventType === 'eager' || name === 'notification_url');
}

function urlOf(
  name: NamedUrl['name'],
  place: NamedUrl['place'],
  uri: string | undefined,
): readonly NamedUrl[] {
  return uri === undefined ? [] : [{ name, place, uri }];
}

function wordsFor(url: NamedUrl, told: NamedUrl | undefined, eventType: string): string {
  if (isServiceEventType(eventType)) return 'the product environment has named it for failure notifications';
  if (url === told) return 'the call named it, so it is told whatever the triggers say';
  if (eventType !== 'eager' && url.name === 'eager_notification_url')
    return 'it is told of eager events only';
  if (url.name !== told?.name) return `eager events go to ${told?.name ?? 'another URL'}`;
  return `the request names another ${url.name}, which wins over its upload preset's`;
}
