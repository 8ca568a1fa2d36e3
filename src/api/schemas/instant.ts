import { z } from 'zod';

const EXPECTED = 'an ISO 8601 date and time with Z or an offset, for instance "2026-03-14T09:26:53Z"';

/** A date and time as its sender wrote it. In UTC it lies in the years 0 to 9999: stored times sort as text. */
export const instant = z.iso
  .datetime({ offset: true, error: EXPECTED, abort: true })
  .refine((text) => new Date(text).toISOString().length === '2026-03-14T09:26:53.000Z'.length, EXPECTED);
