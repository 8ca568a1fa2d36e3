import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { isSubject, SUBJECT_PATTERN } from '../../domain/events/event';
import { EVENT_OUTCOMES, VERDICTS } from '../../domain/events/event-record';
import { isJsonObject } from '../../domain/json/json-values';
import { deliveryFilterFields } from '../deliveries/filter';
import { deliveryAnswer } from '../deliveries/schemas';
import { MAX_EVENT_BYTES } from '../route/body';
import type { DestinationGuard } from '../route/destination-url';
import { errorAnswer } from '../route/errors';
import { jsonObject, producerId, time } from '../route/fields';
import { checkJsonTree } from '../route/json-text';
import { nextCursor, pageFields } from '../route/page';
import { strictObject, parse } from '../route/parse';
import {
  causeAnswer,
  causeFields,
  temporalUrl,
  eventType,
  storedEventType,
  notificationAnswer,
  notificationFields,
} from './fields';

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

/** Events of one batch. */
const MAX_EVENTS = 100;
const EVENTS = `a list of 1 to ${MAX_EVENTS} events`;

function listOfEvents<Item extends z.ZodType>(item: Item) {
  const tooMany = ({ input }: { readonly input: unknown }) =>
    `${EVENTS}, not of ${Array.isArray(input) ? input.length : 'more'}`;
  return strictObject({ events: z.array(item, EVENTS).min(1, EVENTS).max(MAX_EVENTS, { error: tooMany }) });
}

/** Body of `POST /events/batch`. Its events are judged one by one, each as the body of `POST /events`. */
export const publishEventsBody = listOfEvents(z.unknown());

/** The same as a producer has to send it. */
export function documentedEventsBody(guard: DestinationGuard) {
  return listOfEvents(publishEventBody(guard));
}

const SUBJECT = 'a public id or the path of a folder: 1 to 255 characters, none of them a control character';

/** The exact subject of an event. */
const subject = z
  .string(SUBJECT)
  .refine(isSubject, SUBJECT)
  .meta({
    minLength: 1,
    maxLength: 255,
    pattern: SUBJECT_PATTERN.source,
    description: `${SUBJECT}. Of an event with several assets it is that of the first.`,
  });

/** Query of `GET /events`. */
export const listEventsQuery = strictObject({
  event_type: storedEventType.optional(),
  public_id: subject.optional(),
  outcome: z
    .enum(EVENT_OUTCOMES, `one of ${EVENT_OUTCOMES.join(', ')}`)
    .optional()
    .meta({
      description:
        '`undelivered`: a delivery has failed or was cancelled. `waiting`: one is pending. `told_nobody`: it was resolved and has none.',
    }),
  destination: deliveryFilterFields.destination.describe(
    'The whole URL of a destination, in any spelling: events with a delivery to it.',
  ),
  ...pageFields,
});

const parts = {
  event_id: z.string(),
  event_type: storedEventType,
  test: z.boolean().describe('Whether somebody sent it as a test of one trigger.'),
  status: z
    .enum(['accepted', 'dispatched'])
    .describe('`accepted` until its destinations are resolved, then `dispatched`.'),
  received_at: time,
  resolved_at: time.nullable(),
  ...causeAnswer,
  temporal_url: temporalUrl,
};

const count = z.int().min(0);

const eventSummaryAnswer = z
  .object({
    ...parts,
    public_id: z
      .string()
      .nullable()
      .describe('What it is about: a public id or the path of a folder. Null when the payload names none.'),
    deliveries: z
      .object({
        pending: count,
        delivered: count,
        failed: count,
        cancelled: count,
      })
      .describe('How many deliveries it has, by their status.'),
  })
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

const refusedEvent = errorAnswer
  .extend({ status: z.int().describe('As `POST /events` would be answered: 400, 409 or 413.') })
  .meta({ id: 'RefusedEvent', description: 'An event of a batch of which nothing was stored.' });

const publishedEvent = publicationAnswer
  .extend({ status: z.literal([200, 202]).describe('202: stored. 200: the same was accepted before.') })
  .meta({ id: 'PublishedEvent', description: 'An event of a batch that is stored.' });

export const publicationsAnswer = z.object({
  accepted: count.describe('How many have the status 202.'),
  duplicates: count.describe('How many have the status 200.'),
  refused: count.describe('How many have another status.'),
  results: z.array(z.union([publishedEvent, refusedEvent])).describe('In the order of the events.'),
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

/**
 * Refuses what is around the events of a batch as `checkJsonTree` does, and leaves the events to `readEvent`, so that a
 * bad one fails alone. A list that the schema refuses is checked with all that is in it: nobody looks at its events.
 */
export function checkAroundEvents(tree: unknown): void {
  const areReadLater = isJsonObject(tree) && Array.isArray(tree.events) && tree.events.length <= MAX_EVENTS;
  checkJsonTree(areReadLater ? { ...tree, events: [] } : tree);
}

/**
 * Reads an event of a batch as `POST /events` reads its body.
 *
 * @param index 0-based; begins the fields that an error names, for example `events.3.payload`.
 * @throws DomainError as `checkJsonTree` and `parse` do; `payload_too_large` beyond `MAX_EVENT_BYTES` of compact JSON.
 */
export async function readEvent(
  schema: ReturnType<typeof publishEventBody>,
  given: unknown,
  index: number,
): Promise<z.output<typeof schema>> {
  const item = `events.${index}` as const;
  checkJsonTree(given, item);
  if (Buffer.byteLength(JSON.stringify(given)) > MAX_EVENT_BYTES) {
    throw new DomainError(
      'payload_too_large',
      `${item}: expected at most ${MAX_EVENT_BYTES} bytes, got more`,
    );
  }
  return parse(schema, given, item);
}
