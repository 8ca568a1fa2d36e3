/** One asking for another clock's time, in ms. */
export interface ClockReading {
  /** By one's own clock, which never jumps. */
  readonly sentMs: number;
  readonly receivedMs: number;
  /** Since the epoch, by the other clock, at some moment between the two. */
  readonly theirsMs: number;
}

/** The round trip leaves some time unknown. Only a greater difference changes the clock. */
export function offsetAfter(currentMs: number | undefined, reading: ClockReading): number {
  const { sentMs, receivedMs, theirsMs } = reading;
  const halfMs = (receivedMs - sentMs) / 2;
  const foundMs = theirsMs - (sentMs + halfMs);
  return currentMs !== undefined && Math.abs(foundMs - currentMs) <= halfMs ? currentMs : foundMs;
}

const DIFFERS_FROM_MS = 5_000;
/** A little less, so that a clock on the brink does not cause one warning after another. */
const AGREES_FROM_MS = 4_000;

/**
 * By how much one clock is ahead of another, as far as it is worth a warning; negative if it is behind.
 *
 * @param toldMs what the last warning said; 0: that the clocks agree.
 * @returns `toldMs` itself when there is nothing new.
 */
export function difference(toldMs: number, aheadMs: number): number {
  if (toldMs === 0) return Math.abs(aheadMs) > DIFFERS_FROM_MS ? aheadMs : 0;
  if (Math.abs(aheadMs) < AGREES_FROM_MS) return 0;
  return Math.abs(aheadMs - toldMs) > DIFFERS_FROM_MS ? aheadMs : toldMs;
}
