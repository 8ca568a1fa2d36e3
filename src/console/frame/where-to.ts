import type { SearchHit } from '../calls/events';
import { visibleText } from '../parts/visible-text';

/** Where a search leads: to the page of what was found, or nowhere, and why. */
export function whereTo(
  hits: readonly Pick<SearchHit, 'kind' | 'event_id' | 'title'>[],
  text: string,
): { readonly href: string } | { readonly message: string } {
  const [first] = hits;
  if (!first) return { message: 'Nothing has this id or public ID. Both must be whole.' };
  const events = new Set(hits.flatMap(({ event_id: id }) => id ?? []));
  const [event] = events;
  if (event === undefined) return { message: `This is the ${visibleText(first.title)}.` };
  return events.size === 1
    ? { href: `/events/${encodeURIComponent(event)}` }
    : { href: `/events?public_id=${encodeURIComponent(text)}` };
}
