import { z } from 'zod';
import { eventType } from '../events/fields';
import { jsonObject } from '../route/fields';
import { strictObject } from '../route/parse';
import { isPlainName, PLAIN_NAME_PATTERN } from '../route/path-id';

const EVENT_ID = 'an event id';
const ONE_OF_BOTH = 'an event_id, or an event_type with a payload, and not both';

/** Body of `POST /payload_templates/preview`. */
export const previewTemplateBody = strictObject({
  payload_template: z.unknown().meta({
    anyOf: [{ type: 'object' }, { type: 'null' }, { type: 'string' }],
    description: 'As for a trigger. The answer says whether it is valid.',
  }),
  event_id: z
    .string(EVENT_ID)
    .refine(isPlainName, EVENT_ID)
    .meta({ pattern: PLAIN_NAME_PATTERN.source, description: 'It is rendered for this event.' })
    .optional(),
  event_type: eventType.optional().describe('Of the payload.'),
  payload: jsonObject
    .optional()
    .describe('It is rendered for an event with this payload, as for `POST /events`.'),
}).refine(
  ({ event_id: id, event_type: type, payload }) =>
    id === undefined
      ? type !== undefined && payload !== undefined
      : type === undefined && payload === undefined,
  { path: ['event_id'], error: ONE_OF_BOTH },
);

export const previewTemplateAnswer = z.object({
  valid: z.boolean(),
  fault: z
    .object({ pointer: z.string(), message: z.string() })
    .optional()
    .describe('Why it is not a template that a trigger may have.'),
  body: z
    .string()
    .nullable()
    .describe('The text that would be signed and sent. Null for a template that is not valid.'),
  bytes: z.int().min(0).nullable().describe('Of the body, in UTF-8.'),
  fallback_reason: z.string().nullable().describe('Why rendering failed; then the body is the default one.'),
  placeholders: z
    .array(
      z.object({
        pointer: z.string().describe('Of the text in the template, RFC 6901.'),
        path: z.string().describe('As it is written, for instance `asset.public_id`.'),
        found: z
          .boolean()
          .nullable()
          .describe('Whether the event has a value for it. Null inside a section that was not rendered.'),
      }),
    )
    .describe('The names that it reads, each once for each text.'),
  default_body: z.string().describe('What is sent without a template.'),
});
