import { visibleText } from '../parts/visible-text';

interface Hit {
  /** The event that it is or belongs to. */
  readonly event_id: string | null;
  readonly title: string;
}

/** Where a search leads: to the page of what was found, or nowhere, and why. */
export function whereTo(
  hits: readonly Hit[],
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
