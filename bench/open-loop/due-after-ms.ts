/**
 * When an event is due at a fixed rate, in milliseconds after the first. The time is computed from the start, so that no
 * rounding adds up, and it does not depend on how long another event takes.
 *
 * @param index 0-based.
 */
export function dueAfterMs(index: number, perSecond: number): number {
  return (index * 1000) / perSecond;
}
