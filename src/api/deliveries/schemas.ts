import { z } from 'zod';
import { ATTEMPT_ERROR_CODES } from '../../domain/deliveries/attempt';
import { BODY_KINDS, DELIVERY_ERROR_CODES, DELIVERY_STATUSES } from '../../domain/deliveries/delivery';
import { AUTH_SCHEMES, SUCCESS_STATUSES } from '../../domain/triggers/trigger';
import { auditActor } from '../audit-log/routes';
import { temporalUrl, storedEventType } from '../events/fields';
import { doneAnswer, time } from '../route/fields';
import { nextCursor, pageFields } from '../route/page';
import { strictObject } from '../route/parse';
import { isPlainName } from '../route/path-id';
import { deliveryFilterFields } from './filter';

const TRIGGER_ID = 'a trigger id';

/** Query of `GET /deliveries`. */
export const listDeliveriesQuery = strictObject({ ...deliveryFilterFields, ...pageFields });

/** Query of `GET /deliveries/summary`. */
export const summariseDeliveriesQuery = strictObject({
  ...deliveryFilterFields,
  from: pageFields.from,
  to: pageFields.to,
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

/**
 * A retry or cancellation that somebody asked for, or a repair by the service: the actions of the audit log without
 * `delivery.`.
 */
export const INTERVENTION_KINDS = ['retry', 'cancel', 'restart', 'settle'] as const;

const errorCode = z.enum(ATTEMPT_ERROR_CODES).nullable();

export const deliveryAnswer = z
  .object({
    id: z.string(),
    event_id: z.string(),
    event_type: storedEventType,
    uri: z.string(),
    auth_scheme: z.enum(AUTH_SCHEMES),
    success_statuses: z.enum(SUCCESS_STATUSES),
    trigger_ids: z.array(z.string()).describe('Empty for an explicit `notification_url`.'),
    test: z
      .boolean()
      .describe('Whether somebody sent it as a test of its trigger: each of its runs has one attempt.'),
    status: z.enum(DELIVERY_STATUSES),
    attempt_count: z.int(),
    next_attempt_at: time.nullable(),
    waiting_for: z
      .string()
      .nullable()
      .describe(
        'What the next attempt waits for, since its destination or its product environment is busy; or who has to ask for what is in a channel.',
      ),
    waiting_since: time
      .nullable()
      .describe('When that attempt was put off for the first time, or since when it is in its channel.'),
    bulk_action_id: z.string().nullable().describe('The latest bulk action that did something to it.'),
    last_error_code: z.enum(DELIVERY_ERROR_CODES).nullable(),
    last_http_status: z
      .int()
      .nullable()
      .describe('What the receiver answered to the last attempt; null when it gave no answer.'),
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
    response_headers: z
      .record(z.string(), z.string())
      .nullable()
      .describe(
        'The first 8 KiB, without the values of cookies. Null without an answer, and for attempts of earlier versions.',
      ),
    timings_ms: z
      .object({
        lookup: z.int().nullable(),
        connect: z.int().nullable(),
        tls: z.int().nullable(),
        first_byte: z.int().nullable(),
      })
      .nullable()
      .describe(
        'How long each step took. A step that did not take place is null: an open connection was used, or the attempt failed before.',
      ),
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
  retry_delays_seconds: z
    .array(z.int())
    .describe('The waits between attempts that a new run would have. One that is under way keeps its own.'),
  planned_attempts: z
    .array(z.object({ number: z.int(), at: time }))
    .describe('What is left of the schedule unless an attempt succeeds; the first may be under way.'),
  runs: z
    .array(z.object({ first_attempt_number: z.int() }))
    .describe('Passes through the retry schedule: a retry after the end starts another one.'),
  interventions: z
    .array(
      z.object({
        at: time,
        kind: z.enum(INTERVENTION_KINDS),
        by: auditActor,
      }),
    )
    .describe('Who asked for what, from the audit log: the last 100, oldest first.'),
  attempts: z.array(attemptAnswer),
});

const count = z.int();

export const deliveriesSummaryAnswer = z
  .object({
    total: count,
    total_is: z
      .enum(['exact', 'at_least'])
      .describe('`at_least`: there are more than 10,000, and all counts are of the newest 10,000.'),
    by_status: z.object({ pending: count, delivered: count, failed: count, cancelled: count }),
    by_phase: z.object({ sending: count, waiting: count }).describe('Of those that are pending.'),
    by_error_code: z.array(z.object({ error_code: z.enum(DELIVERY_ERROR_CODES), count })),
    by_host: z.array(z.object({ destination_host: z.string(), count })).describe('At most 20.'),
    oldest: time.nullable(),
    newest: time.nullable(),
  })
  .meta({ id: 'DeliveriesSummary', description: 'How many deliveries a filter finds.' });

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
