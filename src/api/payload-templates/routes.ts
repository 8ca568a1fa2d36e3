import { z } from 'zod';
import {
  bodyRenderer,
  bodyText,
  contextOf,
  notificationPayload,
} from '../../domain/events/notification-body';
import { utf8Length } from '../../domain/json/json-values';
import type { Caller } from '../../domain/keys/access-key';
import {
  InvalidPayloadTemplate,
  parsePayloadTemplate,
  templatePlaceholders,
} from '../../domain/triggers/payload-template';
import type { DeliveryRecords } from '../deliveries/ports';
import { eventType } from '../events/fields';
import { toEvent, type EventPorts, type EventRecords } from '../events/routes';
import {
  findNotified,
  signingKey,
  type NotifiedEvent,
  type SigningCandidates,
} from '../explain/notification-of';
import { MAX_EVENT_BYTES } from '../route/body';
import { jsonObject, plainName } from '../route/fields';
import { orFault, strictObject } from '../route/parse';
import { route } from '../route/route';

const ONE_OF_BOTH = 'an event_id, or an event_type with a payload, and not both';

/** Body of `POST /payload_templates/preview`. */
const previewTemplateBody = strictObject({
  payload_template: z.unknown().meta({
    anyOf: [{ type: 'object' }, { type: 'null' }, { type: 'string' }],
    description: 'As for a trigger. The answer says whether it is valid.',
  }),
  event_id: plainName('an event id').describe('It is rendered for this event.').optional(),
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

/** What the routes of payload templates need. */
export interface PayloadTemplatePorts extends Pick<EventPorts, 'newId' | 'now'> {
  readonly events: Pick<EventRecords, 'find'>;
  readonly deliveries: Pick<DeliveryRecords, 'list'>;
  readonly signing: SigningCandidates;
}

export const previewPayloadTemplate = (ports: PayloadTemplatePorts) =>
  route({
    in: 'environment',
    method: 'post',
    path: '/payload_templates/preview',
    access: 'read',
    rate: 'administration',
    tag: 'triggers',
    summary:
      'Renders a payload template for an event or a payload, sends nothing; the body has at most 1 MiB',
    body: previewTemplateBody,
    maxBytes: MAX_EVENT_BYTES,
    answers: { 200: { description: 'What would be sent.', schema: previewTemplateAnswer } },
    faults: [404],
    async handle({ caller, body }) {
      const { event, notification } = await sampleOf(ports, caller, body);
      const defaultBody = bodyText(notification);
      const template = orFault(parsePayloadTemplate, body.payload_template, InvalidPayloadTemplate);
      if (template instanceof InvalidPayloadTemplate) {
        const { pointer, message } = template;
        const nothing = { body: null, bytes: null, fallback_reason: null, placeholders: [] };
        return [200, { valid: false, fault: { pointer, message }, ...nothing, default_body: defaultBody }];
      }
      const { body: text, templateFallback } = bodyRenderer(event, notification)(template);
      const placeholders = template ? templatePlaceholders(template, contextOf(event, notification)) : [];
      return [
        200,
        {
          valid: true,
          body: text,
          bytes: utf8Length(text),
          fallback_reason: templateFallback ?? null,
          placeholders: placeholders.map(({ pointer, path, isFound }) => ({
            pointer,
            path,
            found: isFound ?? null,
          })),
          default_body: defaultBody,
        },
      ];
    },
  });

/** @throws DomainError `not_found`. */
async function sampleOf(
  ports: PayloadTemplatePorts,
  caller: Caller,
  body: z.output<typeof previewTemplateBody>,
): Promise<NotifiedEvent> {
  const { environmentId } = caller;
  const { event_id: eventId, event_type = '', payload = {} } = body;
  if (eventId === undefined) {
    const event = toEvent({ event_type, payload }, caller, ports);
    return {
      event,
      notification: notificationPayload(event, await signingKey(ports.signing, environmentId)),
    };
  }
  return findNotified(ports, environmentId, eventId);
}
