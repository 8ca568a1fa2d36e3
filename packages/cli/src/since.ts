import type { Given } from './command.ts';
import { usageFailure } from './failure.ts';

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Reads a point in time: a span before now, such as `90s`, `15m`, `2h` or `7d`, or an ISO date and time.
 *
 * @returns ISO text, UTC.
 * @throws Failure for anything else.
 */
export function readSince(option: string, text: string, nowMs = Date.now()): string {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count !== undefined) return new Date(nowMs - Number(count) * (UNITS_MS[unit] ?? 0)).toISOString();
  const atMs = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(atMs)) return new Date(atMs).toISOString();
  throw usageFailure(
    `--${option}: got "${text}", expected a span such as 15m, 2h or 7d, or a time such as 2026-03-14T09:26:53Z`,
  );
}

/** The time that `--since` gives; `undefined` without it. @throws as `readSince`. */
export function sinceOf(given: Given): string | undefined {
  const text = given.text('since');
  return text === undefined ? undefined : readSince('since', text);
}
