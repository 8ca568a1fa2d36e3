import type { z } from 'zod';
import {
  bodyRenderer,
  bodyText,
  contextOf,
  notificationPayload,
} from '../../domain/events/notification-body';
import type { Caller } from '../../domain/keys/access-key';
import { utf8Length } from '../../domain/json/walk-json';
import {
  InvalidPayloadTemplate,
  parsePayloadTemplate,
  templatePlaceholders,
} from '../../domain/triggers/payload-template';
import type { DeliveryRecords } from '../deliveries/ports';
import { toEvent, type EventPorts, type EventRecords } from '../events/routes';
import {
  findNotified,
  signingKey,
  type NotifiedEvent,
  type SigningCandidates,
} from '../explain/notification-of';
import { MAX_EVENT_BYTES } from '../route/body';
import { orFault } from '../route/parse';
import { route } from '../route/route';
import { previewTemplateAnswer, previewTemplateBody } from './schemas';

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
  const { event_id: eventId, event_type: eventType = '', payload = {} } = body;
  if (eventId === undefined) {
    const event = toEvent({ event_type: eventType, payload }, caller, ports);
    return {
      event,
      notification: notificationPayload(event, await signingKey(ports.signing, environmentId)),
    };
  }
  return findNotified(ports, environmentId, eventId);
}
