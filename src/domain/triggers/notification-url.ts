import { ALL_EVENTS, EVENT_TYPE_NAMES } from '../events/event-types';
import type { Trigger } from './trigger';

/** A URL as customers manage it: with every trigger that names it. */
export interface NotificationUrl {
  readonly uri: string;
  /** At least one; `all` first, then in the order of the catalogue. */
  readonly triggers: readonly Trigger[];
}

/**
 * Groups triggers by their URLs.
 *
 * @param triggers oldest first.
 * @returns the groups in the order of their oldest triggers.
 */
export function groupByUrl(triggers: readonly Trigger[]): readonly NotificationUrl[] {
  const groups = new Map<string, Trigger[]>();
  for (const trigger of triggers) {
    const group = groups.get(trigger.uri);
    if (group) group.push(trigger);
    else groups.set(trigger.uri, [trigger]);
  }
  return [...groups].map(([uri, group]) => ({ uri, triggers: group.toSorted(byType) }));
}

/** How many of a URL's triggers are additive. */
export function additiveOf({ triggers }: NotificationUrl): 'none' | 'some' | 'all' {
  const count = triggers.filter(({ additive }) => additive).length;
  if (count === 0) return 'none';
  return count === triggers.length ? 'all' : 'some';
}

/** The event types that no trigger asks for, in the order of the catalogue. */
export function unservedEventTypes(triggers: readonly Trigger[]): readonly string[] {
  const asked = new Set(triggers.map(({ eventType }) => eventType));
  return asked.has(ALL_EVENTS) ? [] : EVENT_TYPE_NAMES.filter((name) => !asked.has(name));
}

function byType(a: Trigger, b: Trigger): number {
  return rankOf(a.eventType) - rankOf(b.eventType);
}

function rankOf(eventType: string): number {
  return eventType === ALL_EVENTS ? -1 : EVENT_TYPE_NAMES.indexOf(eventType);
}
