import { z } from 'zod';
import { VERDICTS } from '../../domain/events/verdict';
import { deliveryAnswer } from '../deliveries/schemas';
import type { DestinationGuard } from '../route/destination-url';
import { jsonObject, producerId, time } from '../route/fields';
import { nextCursor, pageFields } from '../route/page';
import { strictObject } from '../route/parse';
import { causeAnswer, causeFields, temporalUrl } from './cause';
import { eventType } from './event-type';
import { notificationAnswer, notificationFields } from './notification';

/** Body of `POST /events`. Source: docs/decisions.md D25, D27, D33. */
export function publishEventBody(guard: DestinationGuard) {
  return strictObject({
    event_type: eventType,
    payload: jsonObject,
    event_id: producerId.optional(),
    request: strictObject({
      ...notificationFields(guard, 'request'),
      upload_preset: strictObject(notificationFields(guard, 'request.upload_preset')).optional(),
    }).optional(),
    ...causeFields,
  });
}

/** Query of `GET /events`. */
export const listEventsQuery = strictObject({ event_type: eventType.optional(), ...pageFields });

const parts = {
  event_id: z.string(),
  event_type: eventType,
  status: z
    .enum(['accepted', 'dispatched'])
    .describe('`accepted` until its destinations are resolved, then `dispatched`.'),
  received_at: time,
  resolved_at: time.nullable(),
  ...causeAnswer,
  temporal_url: temporalUrl,
};

const eventSummaryAnswer = z
  .object(parts)
  .meta({ id: 'EventSummary', description: 'An event as lists show it.' });

const verdictAnswer = z
  .object({
    trigger_id: z.string(),
    verdict: z.enum(VERDICTS),
    reason: z.string().optional().describe('Of a `filter_error`, and where no trigger sees the event.'),
    delivery_id: z.string().optional().describe('Of a `matched` or `merged` one.'),
  })
  .meta({ id: 'Verdict', description: 'What became of one trigger for one event.' });

export const eventsAnswer = z.object({ events: z.array(eventSummaryAnswer), next_cursor: nextCursor });

export const publicationAnswer = z.object({
  event_id: z.string(),
  duplicate: z.boolean(),
  status_url: z.string().describe('Path of the page that says what became of it.'),
});

export const eventAnswer = z
  .object({
    ...parts,
    payload: jsonObject,
    request: notificationAnswer({}),
    request_id: z.string(),
    verdicts: z.array(verdictAnswer),
    deliveries: z.array(deliveryAnswer),
  })
  .meta({ id: 'Event' });
