import { z } from 'zod';
import { TEST_SOURCES } from '../../domain/events/test-event';
import { eventType } from '../events/fields';
import { jsonObject } from '../route/fields';
import { strictObject } from '../route/parse';
import { isPlainName, PLAIN_NAME_PATTERN } from '../route/path-id';

const EVENT_ID = 'an event id';

/** Body of `POST /triggers/:id/send_test`. */
export const sendTestBody = strictObject({
  event_id: z
    .string(EVENT_ID)
    .refine(isPlainName, EVENT_ID)
    .meta({
      pattern: PLAIN_NAME_PATTERN.source,
      description: 'An event of a type that the trigger asks for, which the test repeats.',
    })
    .optional(),
  payload: jsonObject.optional().describe('Of the test, as for `POST /events`.'),
})
  .refine(({ event_id: id, payload }) => id === undefined || payload === undefined, {
    path: ['payload'],
    error: 'none beside event_id',
  })
  .optional();

export const sendTestAnswer = z.object({
  event_id: z.string().describe('Of the test, which is an event of its own.'),
  delivery_id: z.string().describe('`GET /deliveries/:id` finds it as soon as the test is dispatched.'),
  event_type: eventType,
  source: z
    .enum(TEST_SOURCES)
    .describe(
      'What the test is made of. With neither `event_id` nor `payload`: the newest event that the trigger asks for, or a sample when there is none.',
    ),
  source_event_id: z.string().nullable().describe('The event that the test repeats.'),
});
