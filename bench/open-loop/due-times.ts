/**
 * When each of so many events is due at a fixed rate, in milliseconds after the first. Each time is computed from the
 * start, so that no rounding adds up, and none depends on how long another event takes.
 */
export function dueTimesMs(count: number, perSecond: number): number[] {
  return Array.from({ length: count }, (_, index) => (index * 1000) / perSecond);
}
