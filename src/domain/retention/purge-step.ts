import type { OldRecord } from './retention';

/**
 * The size of the first step, and the smallest one. A transaction costs more than a few rows do, however busy the
 * machine is.
 */
export const FIRST_STEP_SIZE = 50;
const MAX_STEP_SIZE = 2_000;
const MAX_FALL = 0.5;

/**
 * Computes how much the next step does, by how long one took that did `size`. Falls at once, and grows slowly. It falls to
 * half at most: a single step that took ten times as long says more about the machine than about its size.
 *
 * @param targetMs how long a step may take.
 */
export function nextStepSize(size: number, tookMs: number, targetMs: number): number {
  const fall = Math.max(targetMs / tookMs, MAX_FALL);
  if (tookMs > targetMs) return Math.max(FIRST_STEP_SIZE, Math.floor(size * fall));
  return tookMs > targetMs / 2 ? size : Math.min(MAX_STEP_SIZE, Math.ceil(size * 1.25));
}

/** The first of these with at most this many rows together; at least one, however many rows it has. */
export function takeStep(records: readonly OldRecord[], maxRows: number): readonly OldRecord[] {
  let rows = 0;
  const end = records.findIndex((record, index) => {
    rows += countRows([record]);
    return rows > maxRows && index > 0;
  });
  return end < 0 ? records : records.slice(0, end);
}

/** How many rows go with these, themselves included. */
export function countRows(records: readonly OldRecord[]): number {
  const countsOf = ({ rows }: OldRecord) => Object.values(rows);
  return records.flatMap(countsOf).reduce((sum, count) => sum + count, 0);
}
