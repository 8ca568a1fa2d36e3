import { z } from 'zod';

/** A time as every answer shows it: ISO 8601 in UTC, though not always to the same digit. */
export const time = z.iso.datetime({ offset: true });
