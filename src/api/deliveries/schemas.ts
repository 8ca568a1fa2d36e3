import { z } from 'zod';
import { ATTEMPT_ERROR_CODES } from '../../domain/deliveries/attempt';
import { BODY_KINDS, DELIVERY_STATUSES } from '../../domain/deliveries/delivery';
import { normalDestinationUrl } from '../../domain/destinations/destination-url';
import { AUTH_SCHEMES, SUCCESS_STATUSES } from '../../domain/triggers/trigger';
import { temporalUrl } from '../events/cause';
import { eventType } from '../events/event-type';
import { HTTP_URL_PATTERN } from '../route/destination-url';
import { doneAnswer, time } from '../route/fields';
import { nextCursor, pageFields } from '../route/page';
import { refusing, strictObject } from '../route/parse';
import { isPlainName, PLAIN_NAME_PATTERN } from '../route/path-id';

const STATUS = `one of ${DELIVERY_STATUSES.join(', ')}`;
const EVENT_ID = 'an event id';
const TRIGGER_ID = 'a trigger id';
const DESTINATION = 'the whole URL of a destination, in any spelling';

/** Query of `GET /deliveries`. */
export const listDeliveriesQuery = strictObject({
  status: z.enum(DELIVERY_STATUSES, STATUS).optional(),
  event_id: z
    .string(EVENT_ID)
    .refine(isPlainName, EVENT_ID)
    .meta({ pattern: PLAIN_NAME_PATTERN.source })
    .optional(),
  event_type: eventType.optional(),
  destination: z
    .string(DESTINATION)
    .meta({ format: 'uri', pattern: HTTP_URL_PATTERN, description: DESTINATION })
    .transform(refusing((url: string) => normalDestinationUrl('destination', url)))
    .optional(),
  ...pageFields,
});

/** Body of `POST /deliveries/:id/retry`. */
export const retryDeliveryBody = strictObject({
  force: z
    .boolean('true or false')
    .default(false)
    .meta({ description: 'Needed for a delivery that was delivered.' }),
  to: z.enum(['delivery', 'trigger'], '"delivery" or "trigger"').default('delivery').meta({
    description:
      'Where it goes: as stored, or by the URL, template and settings that its trigger has now, with a body rendered anew.',
  }),
  trigger_id: z
    .string(TRIGGER_ID)
    .refine(isPlainName, TRIGGER_ID)
    .optional()
    .meta({ description: 'Which of the delivery’s triggers, where they now differ.' }),
})
  .refine(({ to, trigger_id }) => trigger_id === undefined || to === 'trigger', {
    path: ['trigger_id'],
    error: 'none, unless to is "trigger"',
  })
  .optional();

const errorCode = z.enum(ATTEMPT_ERROR_CODES).nullable();

export const deliveryAnswer = z
  .object({
    id: z.string(),
    event_id: z.string(),
    event_type: eventType,
    uri: z.string(),
    auth_scheme: z.enum(AUTH_SCHEMES),
    success_statuses: z.enum(SUCCESS_STATUSES),
    trigger_ids: z.array(z.string()).describe('Empty for an explicit `notification_url`.'),
    status: z.enum(DELIVERY_STATUSES),
    attempt_count: z.int(),
    next_attempt_at: time.nullable(),
    waiting_for: z
      .string()
      .nullable()
      .describe('What the next attempt waits for, since its destination or its product environment is busy.'),
    waiting_since: time.nullable().describe('When that attempt was put off for the first time.'),
    last_error_code: errorCode,
    created_at: time,
    updated_at: time,
    url: z.string(),
    temporal_url: temporalUrl,
  })
  .meta({ id: 'Delivery', description: 'One notification and the effort to get it accepted.' });

const attemptAnswer = z
  .object({
    attempt_number: z.int(),
    started_at: time,
    duration_ms: z.number(),
    resent: z
      .boolean()
      .describe(
        'A used connection ended without an answer, so it was sent again at once: maybe received twice.',
      ),
    request_headers: z.record(z.string(), z.string()),
    outcome: z.enum(['delivered', 'rejected', 'unreachable']),
    http_status: z.int().nullable(),
    error_code: errorCode,
    error_message: z.string().nullable(),
    response_excerpt: z.string().nullable(),
  })
  .meta({ id: 'Attempt', description: 'One HTTP request of a delivery.' });

export const deliveriesAnswer = z.object({ deliveries: z.array(deliveryAnswer), next_cursor: nextCursor });

export const deliveryInFullAnswer = z.object({
  ...deliveryAnswer.shape,
  signature_key: z.string().nullable(),
  body: z.string().describe('The exact text that is signed and sent.'),
  body_kind: z.enum(BODY_KINDS),
  template_fallback: z
    .string()
    .nullable()
    .describe('Why the default body was sent in place of the template.'),
  note: z.string().nullable(),
  attempts: z.array(attemptAnswer),
});

export const retryAnswer = z.object({
  ...doneAnswer.shape,
  action: z
    .enum(['retrying_now', 'already_due', 'new_run'])
    .describe('`already_due`: the next attempt is under way or about to be, so nothing was hastened.'),
});

export const cancelAnswer = z.object({
  ...doneAnswer.shape,
  action: z
    .enum(['cancelling', 'cancelled'])
    .describe(
      '`cancelling`: its workflow was told to end; a POST that is under way is not taken back. `cancelled`: no workflow ran, and none will.',
    ),
});
