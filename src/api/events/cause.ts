import { z } from 'zod';
import { instant, time } from '../route/fields';
import { strictObject } from '../route/parse';

const EXPECTED = 'text of 1 to 255 characters';

export const shortText = z.string(EXPECTED).min(1, EXPECTED).max(255, EXPECTED);

/** When something happened, and who caused it. Source: docs/decisions.md D25. */
export const causeFields = {
  triggered_at: instant.optional(),
  triggered_by: strictObject({ source: shortText, id: shortText }).optional(),
};

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
