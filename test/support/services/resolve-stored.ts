import { resolveDestinations } from '../../../src/activities/resolve-destinations';
import type { Stores } from '../../../src/app/stores';
import type { Event } from '../../../src/domain/events/event';

/** Resolves a stored event, as its workflow does. @returns the destinations that get workflows. */
export function resolveStored(
  { events, triggers, signing: keys }: Stores,
  { environmentId, eventId }: Pick<Event, 'environmentId' | 'eventId'>,
  now = () => new Date(),
): ReturnType<typeof resolveDestinations> {
  return resolveDestinations({ events, triggers, keys, now }, { environmentId, eventId });
}
