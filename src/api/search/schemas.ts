import { z } from 'zod';
import { isSubject, SUBJECT_PATTERN } from '../../domain/events/event-subject';
import { time } from '../route/fields';
import { strictObject } from '../route/parse';

const QUERY =
  'the whole id of an event, a delivery, a trigger or an operation, or a public id: 1 to 255 characters, none of them a control character';

/** Query of `GET /search`. */
export const searchQuery = strictObject({
  q: z
    .string(QUERY)
    .refine(isSubject, QUERY)
    .meta({ minLength: 1, maxLength: 255, pattern: SUBJECT_PATTERN.source, description: QUERY }),
});

const hitAnswer = z
  .object({
    kind: z.enum(['event', 'delivery', 'trigger', 'operation']),
    id: z.string(),
    title: z.string().describe('What it is, for people.'),
    event_id: z
      .string()
      .nullable()
      .describe('The event that it is or belongs to; null for triggers and operations.'),
    at: time.describe('When it came to be.'),
  })
  .meta({ id: 'SearchHit' });

export const searchAnswer = z.object({
  hits: z
    .array(hitAnswer)
    .describe(
      'What has this id, and then the 10 newest events of this public id. Empty when there is nothing.',
    ),
});
