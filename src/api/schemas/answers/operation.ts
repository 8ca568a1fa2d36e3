import { z } from 'zod';
import { OPERATION_METHODS } from '../../../domain/operations/operation';
import { eventType } from '../event-type';
import { jsonObject } from '../json-object';
import { causeAnswer, temporalUrl } from './cause';
import { notificationAnswer } from './notification';
import { time } from './time';

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
