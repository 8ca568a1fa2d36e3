import { z } from 'zod';
import { time } from './time';

/** When something happened, and who caused it. */
export const causeAnswer = {
  triggered_at: time,
  triggered_by: z
    .object({ source: z.string(), id: z.string() })
    .meta({ id: 'TriggeredBy', description: 'An API key, or a user of the Console.' }),
};

export const temporalUrl = z
  .string()
  .optional()
  .describe('Its page in the Temporal UI; absent when no UI is known.');
