import type { OldRecord, RowCounts } from './retention';

/** Of a step at first, and its bounds: a transaction costs more than few rows do. */
export const FIRST_STEP_SIZE = 50;
const MIN_STEP_SIZE = 10;
const MAX_STEP_SIZE = 2_000;

/**
 * Computes how much the next step does, by how long one took that did `size`. Falls at once, and grows slowly.
 *
 * @param targetMs how long a step may take.
 */
export function nextStepSize(size: number, tookMs: number, targetMs: number): number {
  if (tookMs > targetMs) return Math.max(MIN_STEP_SIZE, Math.floor((size * targetMs) / tookMs));
  return tookMs > targetMs / 2 ? size : Math.min(MAX_STEP_SIZE, Math.ceil(size * 1.25));
}

/** The first of these with at most so many rows together; one at least, however many rows it has. */
export function takeStep(records: readonly OldRecord[], maxRows: number): readonly OldRecord[] {
  let rows = 0;
  const end = records.findIndex((record, index) => {
    rows += countRows(record.rows);
    return rows > maxRows && index > 0;
  });
  return end < 0 ? records : records.slice(0, end);
}

function countRows(counts: RowCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
