import type { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { eventMeaning } from '../../domain/events/event';
import type { Event, PostedContent, Publication } from '../../domain/events/event';
import type { EventQuery, EventRecord, EventSummary } from '../../domain/events/event-record';
import { toMicrosecondsUtc } from '../../domain/iso-time';
import type { Caller } from '../../domain/keys/access-key';
import type { SpanContext } from '../../domain/traces/span-context';
import type { DeliveryControl, DeliveryRecords } from '../deliveries/ports';
import { MAX_BATCH_BYTES, MAX_EVENT_BYTES } from '../route/body';
import type { DestinationGuard } from '../route/destination-url';
import { presentPartError } from '../route/errors';
import { cutPage, toPageQuery } from '../route/page';
import { findById } from '../route/path-id';
import { route } from '../route/route';
import { eventPath, presentEvent, presentEventSummary } from './present';
import {
  checkAroundEvents,
  documentedEventsBody,
  eventAnswer,
  eventsAnswer,
  listEventsQuery,
  publicationAnswer,
  publicationsAnswer,
  publishEventBody,
  publishEventsBody,
  readEvent,
} from './schemas';

/** What the routes of events need. */
export interface EventPorts {
  readonly intake: EventIntake;
  readonly events: EventRecords;
  readonly deliveries: Pick<DeliveryRecords, 'list'>;
  readonly deliveryControl: Pick<DeliveryControl, 'deliveryPage' | 'eventPage'>;
  readonly destinationGuard: DestinationGuard;
  readonly newId: () => string;
  readonly now: () => Date;
}

export interface EventIntake {
  /**
   * Durable before it returns. `accepted` for a new event, `duplicate` for the same id and content.
   *
   * @param content decides whether a second event of the same id is the same one. Source: docs/decisions.md D27.
   * @param producer the span that caused it, where it is known.
   */
  publish(
    event: Event,
    cloudName: string,
    content: PostedContent,
    producer?: SpanContext,
  ): Promise<'accepted' | 'duplicate' | 'conflict'>;
  /**
   * As if each were published in turn, in one transaction: when it throws, nothing is known to be stored.
   *
   * @returns what became of each, in their order.
   */
  publishMany(
    publications: readonly Publication[],
    cloudName: string,
    producer?: SpanContext,
  ): Promise<readonly ('accepted' | 'duplicate' | 'conflict')[]>;
}

export interface EventRecords {
  find(environmentId: string, eventId: string): Promise<EventRecord | undefined>;
  /** Ordered by (receivedAt, eventId). */
  list(environmentId: string, query: EventQuery): Promise<readonly EventSummary[]>;
}

/** More than one event can have: an event type and `all`, each with the allowed number of URLs. */
export const MAX_DELIVERIES_OF_AN_EVENT = 500;

export const listEvents = ({ events, deliveryControl }: EventPorts) =>
  route({
    in: 'environment',
    method: 'get',
    path: '/events',
    access: 'read',
    rate: 'administration',
    tag: 'events',
    summary: 'Lists events by the time of their receipt',
    query: listEventsQuery,
    answers: { 200: { description: 'A page of events.', schema: eventsAnswer } },
    async handle({ caller: { environmentId, cloudName }, path, query }) {
      const list = { path, query };
      const found = await events.list(environmentId, {
        eventType: query.event_type,
        subject: query.public_id,
        outcome: query.outcome,
        destination: query.destination,
        ...toPageQuery(list),
      });
      const { page, next } = cutPage(found, list, ({ receivedAt: at, eventId: id }) => ({ at, id }));
      return [
        200,
        { events: page.map((event) => presentEventSummary(event, cloudName, deliveryControl)), ...next },
      ];
    },
  });

/** Takes in what happened. Source: docs/decisions.md D25 to D29. */
export const publishEvent = ({ intake, destinationGuard, newId, now }: EventPorts) =>
  route({
    in: 'environment',
    method: 'post',
    path: '/events',
    access: 'publish',
    rate: 'publishing',
    tag: 'events',
    summary: 'Publishes an event, idempotent by its `event_id`; the body has at most 1 MiB',
    body: publishEventBody(destinationGuard),
    maxBytes: MAX_EVENT_BYTES,
    answers: {
      200: { description: 'The same event was accepted before; nothing is sent.', schema: publicationAnswer },
      202: { description: 'Stored: it will be delivered at least once.', schema: publicationAnswer },
    },
    faults: [409],
    async handle({ caller, body, given, producer }) {
      const event = toEvent(body, caller, { newId, now, producer });
      const result = await intake.publish(event, caller.cloudName, contentOf(given, body), producer);
      if (result === 'conflict') throw differentContent(event.eventId);
      return [STATUS_OF[result], presentPublication(result, event.eventId, caller.cloudName)];
    },
  });

/**
 * Takes in what happened, many at a time. Each event has a status of its own, and the answer says that there are answers.
 * Source: docs/decisions.md D61.
 */
export const publishEvents = ({ intake, destinationGuard, newId, now }: EventPorts) => {
  const itsBody = publishEventBody(destinationGuard);
  return route({
    in: 'environment',
    method: 'post',
    path: '/events/batch',
    access: 'publish',
    rate: 'publishing',
    tag: 'events',
    summary: 'Publishes 1 to 100 events, each as `POST /events` does; the body has at most 4 MiB',
    body: publishEventsBody,
    documentedBody: documentedEventsBody(destinationGuard),
    checkTree: checkAroundEvents,
    maxBytes: MAX_BATCH_BYTES,
    weight: ({ events }) => events.length,
    answers: {
      200: {
        description: 'What became of each event. Some or all may be refused.',
        schema: publicationsAnswer,
      },
    },
    async handle({ caller, body: { events }, producer }) {
      const read = await Promise.all(
        events.map(async (given, index) => {
          const body = await orFault(readEvent(itsBody, given, index));
          if (body instanceof DomainError) return body;
          return { event: toEvent(body, caller, { newId, now, producer }), content: contentOf(given, body) };
        }),
      );
      const publications = read.flatMap((each) => (each instanceof DomainError ? [] : [each]));
      const became = (await intake.publishMany(publications, caller.cloudName, producer)).values();
      const results = read.map((each, index) => {
        if (each instanceof DomainError) return presentPartError(each);
        const result = became.next().value;
        const { eventId } = each.event;
        return result === undefined || result === 'conflict'
          ? presentPartError(differentContent(eventId, `events.${index}.event_id`))
          : { status: STATUS_OF[result], ...presentPublication(result, eventId, caller.cloudName) };
      });
      const countOf = (status: number) => results.filter((each) => each.status === status).length;
      const [accepted, duplicates] = [countOf(STATUS_OF.accepted), countOf(STATUS_OF.duplicate)];
      const refused = results.length - accepted - duplicates;
      return [200, { accepted, duplicates, refused, results }];
    },
  });
};

export const showEvent = ({ events, deliveries, deliveryControl }: EventPorts) =>
  route({
    in: 'environment',
    method: 'get',
    path: '/events/:id',
    access: 'follow',
    rate: 'administration',
    tag: 'events',
    summary: 'Shows an event with the verdict on every trigger and its deliveries',
    answers: { 200: { description: 'The event.', schema: eventAnswer } },
    faults: [404],
    async handle({ caller: { environmentId, cloudName }, params }) {
      const found = await findById(events, 'an event', { caller: { environmentId }, params });
      const { eventId } = found.event;
      const query = { eventId, limit: MAX_DELIVERIES_OF_AN_EVENT };
      const itsDeliveries = await deliveries.list(environmentId, query);
      // Deliveries and verdicts are stored at once: who sees the ones is shown the others.
      const wasResolved = found.resolvedAt === undefined && itsDeliveries.length > 0;
      const record = (wasResolved ? await events.find(environmentId, eventId) : undefined) ?? found;
      return [200, presentEvent({ record, deliveries: itsDeliveries, cloudName, pages: deliveryControl })];
    },
  });

const STATUS_OF = { accepted: 202, duplicate: 200 } as const;

function presentPublication(result: 'accepted' | 'duplicate', eventId: string, cloudName: string) {
  return {
    event_id: eventId,
    duplicate: result === 'duplicate',
    status_url: eventPath(cloudName, eventId),
  };
}

/** The caller's mistake as a value; our own failures are thrown as they are. */
async function orFault<Value>(reading: Promise<Value>): Promise<Value | DomainError> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

type PublishBody = z.output<ReturnType<typeof publishEventBody>>;

/** The event that a body of `POST /events` means. Its request id is the id of its trace. Source: docs/decisions.md D74. */
export function toEvent(
  body: PublishBody,
  caller: Caller,
  {
    newId,
    now,
    producer,
  }: Pick<EventPorts, 'newId' | 'now'> & { readonly producer?: SpanContext | undefined },
): Event {
  const receivedAt = now().toISOString();
  return {
    environmentId: caller.environmentId,
    eventId: body.event_id ?? newId(),
    eventType: body.event_type,
    payload: body.payload,
    request: body.request ?? {},
    triggersSeeIt: true,
    triggeredAt: body.triggered_at === undefined ? receivedAt : toMicrosecondsUtc(body.triggered_at),
    triggeredBy: body.triggered_by ?? { source: 'api', id: caller.apiKey },
    requestId: producer?.traceId ?? newId(),
    receivedAt,
  };
}

function contentOf(given: unknown, body: PublishBody): PostedContent {
  const asPosted = Object.fromEntries(Object.entries(given ?? {}).filter(([key]) => key !== 'event_id'));
  return { meaning: eventMeaning(body), asPosted };
}

function differentContent(eventId: string, field = 'event_id'): DomainError {
  return new DomainError(
    'conflict',
    `${field}: got "${eventId}" with new content, expected the content that it was first posted with, or another id`,
  );
}
