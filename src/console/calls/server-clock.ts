import { useOfNow } from '../parts/use-now';

/** Smaller differences are those of the network, and of a header in whole seconds. */
const MIN_OFFSET_MS = 1_500;

let offsetMs = 0;

/** Compares this machine's clock with the API's. @param date of an answer that has just come: its header `Date`. */
export function noteServerTime(date: string | null): void {
  const atMs = Date.parse(date ?? '');
  if (Number.isNaN(atMs)) return;
  // On average, half a second was cut off.
  const difference = atMs + 500 - Date.now();
  offsetMs = Math.abs(difference) < MIN_OFFSET_MS ? 0 : difference;
}

/** The time of the API, in milliseconds since the epoch: this machine's clock may be wrong. */
export function useServerNow(): number {
  return useOfServerNow((nowMs) => nowMs);
}

/** What follows from the time of the API. Whoever shows it is rendered again only when it changes. */
export function useOfServerNow<Value extends string | number>(of: (nowMs: number) => Value): Value {
  return useOfNow((nowMs) => of(nowMs + offsetMs));
}
