import { z } from 'zod';
import type { EagerEntry } from '../../domain/operations/operation';
import { OPERATION_METHODS } from '../../domain/operations/operation';
import type { DestinationGuard } from '../route/destination-url';
import {
  causeAnswer,
  causeFields,
  temporalUrl,
  eventType,
  notificationAnswer,
  notificationFields,
} from '../events/fields';
import { jsonObject, producerId, time, wholeNumberOr } from '../route/fields';
import { strictObject } from '../route/parse';

const MAX_TRANSFORMATIONS = 100;
const BATCH_ID = 'text of 1 to 255 characters';
const METHOD = `one of ${OPERATION_METHODS.join(', ')}`;
const EAGER = `at most ${MAX_TRANSFORMATIONS} transformations, each text of at most 2000 characters: in a list, or in one text with | between them`;

/** Body of `POST /operations`. Source: docs/decisions.md D25, D27, D33. */
export function announceOperationBody(guard: DestinationGuard) {
  return strictObject({
    method: z.enum(OPERATION_METHODS, METHOD),
    operation_id: producerId.optional(),
    request: strictObject({
      ...operationFields(guard, 'request'),
      async: z.boolean('true or false').optional(),
      batch_id: text(BATCH_ID, 255).optional(),
      upload_preset: strictObject(operationFields(guard, 'request.upload_preset')).optional(),
    }).optional(),
    ...causeFields,
  });
}

function operationFields(guard: DestinationGuard, within: string) {
  return { ...notificationFields(guard, within), eager: eager.optional() };
}

const eager = z
  .union([z.string(), z.array(z.string())], EAGER)
  .refine(isShortList, EAGER)
  .describe(EAGER);

/** Comparing transformations takes time that grows with their number and length. */
function isShortList(given: string | readonly string[]): boolean {
  const transformations = [given].flat().flatMap((text) => text.split('|'));
  return (
    transformations.length <= MAX_TRANSFORMATIONS && transformations.every(({ length }) => length <= 2000)
  );
}

/** Body of `POST /operations/:id/uploaded`. */
export const uploadedBody = strictObject({ payload: jsonObject });

const TRANSFORMATION = 'text of 1 to 2000 characters';
const REASON = 'text, since the status is failed';
const ENTRIES = `1 to ${MAX_TRANSFORMATIONS} results`;

const entryShape = z.discriminatedUnion('status', [
  z.object({ status: z.literal('failed'), transformation: text(TRANSFORMATION, 2000), reason: text(REASON) }),
  z.object({ status: z.literal('complete').optional(), transformation: text(TRANSFORMATION, 2000) }),
]);

/** Body of `POST /operations/:id/eager_completed`. An entry is kept as it is, in its own key order. */
export const eagerCompletedBody = strictObject({
  eager: z
    .array(
      jsonObject
        .superRefine(checkEntry)
        .meta({ oneOf: z.toJSONSchema(entryShape, { io: 'input' }).oneOf })
        .transform((entry) => entry as EagerEntry),
      ENTRIES,
    )
    .min(1, ENTRIES)
    .max(MAX_TRANSFORMATIONS, ENTRIES),
});

function checkEntry(entry: Readonly<Record<string, unknown>>, ctx: z.RefinementCtx): void {
  for (const { code, path, message } of entryShape.safeParse(entry).error?.issues ?? []) {
    const expected = code === 'invalid_union' ? 'failed, complete or nothing' : message;
    ctx.addIssue({ code: 'custom', path: [...path], message: expected });
  }
}

function text(expected: string, maxLength?: number) {
  const schema = z.string(expected).min(1, expected);
  return maxLength === undefined ? schema : schema.max(maxLength, expected);
}

const MESSAGE = 'text of at least 1 character';

/** Body of `POST /operations/:id/failed`. */
export const failedBody = strictObject({
  error: strictObject({ message: text(MESSAGE), code: text(MESSAGE).optional() }),
  public_id: text(MESSAGE).optional(),
});

/** Query of `GET /operations/:id/response`. */
export const responseQuery = strictObject({ wait_seconds: wholeNumberOr(0, { minimum: 0, maximum: 60 }) });

export const announcementAnswer = z.object({
  operation_id: z.string(),
  batch_id: z.string().optional().describe('Present where the call’s combination of parameters shows one.'),
  duplicate: z.boolean(),
});

export const reportAnswer = z.object({
  operation_id: z.string(),
  accepted: z.literal(true),
  duplicate: z.boolean(),
});

const eagerAnswer = z.object({
  transformation: z.string(),
  status: z.enum(['open', 'complete', 'failed']),
  reason: z.string().optional(),
});

const emittedAnswer = z.object({ event_type: eventType, event_id: z.string(), status_url: z.string() });

const receivedReportAnswer = z.object({
  kind: z.enum(['uploaded', 'eager_completed', 'failed', 'timed_out']),
  received_at: time,
  applied_at: time.nullable(),
});

export const operationAnswer = z
  .object({
    operation_id: z.string(),
    method: z.enum(OPERATION_METHODS),
    status: z.enum(['open', 'completed', 'failed']),
    batch_id: z.string().optional(),
    request: notificationAnswer({ eager: z.union([z.string(), z.array(z.string())]).optional() }).extend({
      async: z.boolean().optional(),
      batch_id: z.string().optional(),
    }),
    uploaded: z.boolean(),
    eager: z.array(eagerAnswer),
    answered: z.boolean(),
    events: z.array(emittedAnswer),
    reports: z.array(receivedReportAnswer).describe('In the order of receipt.'),
    ...causeAnswer,
    created_at: time,
    updated_at: time,
    ended_at: time.nullable(),
    temporal_url: temporalUrl,
  })
  .meta({ id: 'Operation', description: 'A call whose work goes on after its answer.' });

export const responseAnswer = z.object({
  status: z.enum(['succeeded', 'failed']),
  response: jsonObject.describe('The answer of the call itself.'),
});

export const pendingAnswer = z.object({ status: z.literal('pending') });
