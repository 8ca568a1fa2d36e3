import { z } from 'zod';

export const INSTANT = 'an ISO 8601 date and time with Z or an offset, for instance "2026-03-14T09:26:53Z"';

const upperCase = z.iso
  .datetime({ offset: true, error: INSTANT, abort: true })
  .refine((text) => new Date(text).toISOString().length === '2026-03-14T09:26:53.000Z'.length, INSTANT);

/**
 * A date and time as its sender wrote it. In UTC it lies in the years 0 to 9999: stored times sort as text.
 * The letters may be lower-case. Source: RFC 3339, section 5.6.
 */
export const instant = z
  .string(INSTANT)
  .meta({ format: 'date-time' })
  .transform((text) => text.toUpperCase())
  .pipe(upperCase);

/** The same in a query, where a plus that was not encoded has become a space. */
export const instantInQuery = z
  .string(INSTANT)
  .meta({ format: 'date-time' })
  .transform((text) => text.replace(/ (?=\d\d:\d\d$)/, '+'))
  .pipe(instant);
