import { matchesFilter } from '../triggers/filter';
import type { AuthScheme, PayloadTemplate, SuccessStatuses, Trigger } from '../triggers/trigger';
import { isServiceEventType } from './event';
import type { Event, EventRequest } from './event';
import type { VerdictKind } from './event-record';

/** Where a notification goes: URL and its settings. */
export interface Destination {
  readonly uri: string;
  readonly payloadTemplate: PayloadTemplate | undefined;
  readonly authScheme: AuthScheme;
  /** `2xx` as soon as one of its triggers says so; `200` for an explicit URL that no trigger shares. */
  readonly successStatuses: SuccessStatuses;
  /** The triggers it serves, in order; empty for an explicit URL that no trigger shares. */
  readonly triggerIds: readonly string[];
}

/** One trigger's verdict; `destination` for `matched` and `merged`. */
interface TriggerVerdict {
  readonly triggerId: string;
  readonly verdict: VerdictKind;
  readonly reason?: string;
  readonly destination?: Destination;
}

interface MatchResult {
  readonly destinations: readonly Destination[];
  readonly verdicts: readonly TriggerVerdict[];
}

/**
 * Decides who is notified of an event. The request's explicit URL always is. Triggers are, unless that URL silences
 * them (`additive: false`), their filter does, or no trigger sees the event. Triggers that would POST the same bytes to
 * the same URL share one destination. A test notifies one trigger alone. Source: docs/decisions.md D5 to D7, D28 to
 * D30, D73.
 *
 * @param triggers of the event's type and of type `all`.
 * @param payload the default notification, which filters see.
 */
export function matchTriggers(
  event: Event,
  triggers: readonly Trigger[],
  payload: Readonly<Record<string, unknown>>,
): MatchResult {
  if (event.testTriggerId !== undefined) return matchTested(event.testTriggerId, triggers);
  const explicit = explicitUrl(event.eventType, event.request);
  const destinations = new DestinationSet();
  if (explicit !== undefined) {
    destinations.join({
      uri: explicit,
      payloadTemplate: undefined,
      authScheme: 'default',
      successStatuses: '200',
    });
  }
  const verdicts = triggers.map((trigger): TriggerVerdict => {
    const refusal = suppression(event, trigger, explicit) ?? filterVerdict(trigger, payload);
    return { triggerId: trigger.id, ...(refusal ?? destinations.join(trigger, trigger.id)) };
  });
  return { destinations: destinations.list(), verdicts };
}

/** A test is for one trigger, whatever its filter says, and for nobody if that trigger was deleted in the meantime. */
function matchTested(testTriggerId: string, triggers: readonly Trigger[]): MatchResult {
  const destinations = new DestinationSet();
  const verdicts = triggers
    .filter(({ id }) => id === testTriggerId)
    .map((trigger): TriggerVerdict => ({ triggerId: trigger.id, ...destinations.join(trigger, trigger.id) }));
  return { destinations: destinations.list(), verdicts };
}

const SUPPRESSED = 'suppressed_by_notification_url';

/** @returns `undefined` when the call's own URL leaves the trigger its say. Source: docs/decisions.md D5, D30. */
function suppression(
  { triggersSeeIt }: Event,
  { additive }: Trigger,
  explicit: string | undefined,
): Pick<TriggerVerdict, 'verdict' | 'reason'> | undefined {
  if (!triggersSeeIt) return { verdict: SUPPRESSED, reason: 'told to eager_notification_url alone' };
  return explicit !== undefined && !additive ? { verdict: SUPPRESSED } : undefined;
}

/** @returns `undefined` when the filter lets the event through. */
function filterVerdict(
  { filter }: Trigger,
  payload: Readonly<Record<string, unknown>>,
): Pick<TriggerVerdict, 'verdict' | 'reason'> | undefined {
  if (!filter) return undefined;
  const answer = matchesFilter(filter, payload);
  if ('error' in answer) return { verdict: 'filter_error', reason: answer.error };
  return answer.matches ? undefined : { verdict: 'filtered_out' };
}

/**
 * The destinations of triggers, whatever their filters: those that would POST the same bytes to the same URL share one.
 */
export function destinationsOf(triggers: readonly Trigger[]): readonly Destination[] {
  const destinations = new DestinationSet();
  for (const trigger of triggers) destinations.join(trigger, trigger.id);
  return destinations.list();
}

interface GrowingDestination extends Destination {
  readonly triggerIds: string[];
  successStatuses: SuccessStatuses;
}

class DestinationSet {
  private readonly byKey = new Map<string, GrowingDestination>();

  /** Adds a destination, or the trigger to the one that is there. */
  join(
    { uri, payloadTemplate, authScheme, successStatuses }: Omit<Destination, 'triggerIds'>,
    triggerId?: string,
  ): { readonly verdict: 'matched' | 'merged'; readonly destination: Destination } {
    const served = triggerId === undefined ? [] : [triggerId];
    const key = destinationKey({ uri, payloadTemplate, authScheme });
    const earlier = this.byKey.get(key);
    if (earlier) {
      earlier.triggerIds.push(...served);
      if (successStatuses === '2xx') earlier.successStatuses = '2xx';
      return { verdict: 'merged', destination: earlier };
    }
    const destination = { uri, payloadTemplate, authScheme, successStatuses, triggerIds: served };
    this.byKey.set(key, destination);
    return { verdict: 'matched', destination };
  }

  list(): readonly Destination[] {
    return [...this.byKey.values()];
  }
}

/** The key by which two destinations are the same. */
export type DestinationIdentity = Pick<Destination, 'uri' | 'payloadTemplate' | 'authScheme'>;

/** Equal exactly for destinations that get the same bytes at the same URL with the same headers. */
export function destinationKey(destination: DestinationIdentity): string {
  return JSON.stringify([destination.uri, destination.payloadTemplate ?? null, destination.authScheme]);
}

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

function urlOf(
  name: NamedUrl['name'],
  place: NamedUrl['place'],
  uri: string | undefined,
): readonly NamedUrl[] {
  return uri === undefined ? [] : [{ name, place, uri }];
}

/** An `eager` notification goes to `eager_notification_url`, or to `notification_url` when that is the only one. */
function toldOf(named: readonly NamedUrl[], eventType: string): NamedUrl | undefined {
  return named.find(({ name }) => eventType === 'eager' || name === 'notification_url');
}

function wordsFor(url: NamedUrl, told: NamedUrl | undefined, eventType: string): string {
  if (isServiceEventType(eventType)) return 'the product environment has named it for failure notifications';
  if (url === told) return 'the call named it, so it is told whatever the triggers say';
  if (eventType !== 'eager' && url.name === 'eager_notification_url')
    return 'it is told of eager events only';
  if (url.name !== told?.name) return `eager events go to ${told?.name ?? 'another URL'}`;
  return `the request names another ${url.name}, which wins over its upload preset's`;
}
