import { z } from 'zod';
import { destinationLabel } from '../../domain/destinations/destination-url';
import { isSubject, SUBJECT_PATTERN } from '../../domain/events/event';
import type { EventSummary } from '../../domain/events/event-record';
import type { DeliveryRecords } from '../deliveries/ports';
import type { EventRecords } from '../events/routes';
import type { OperationReader } from '../operations/routes';
import { time } from '../route/fields';
import { strictObject } from '../route/parse';
import { isPlainName } from '../route/path-id';
import { route } from '../route/route';
import type { TriggerRecords } from '../triggers/routes';

const QUERY =
  'the whole id of an event, a delivery, a trigger or an operation, or a public id: 1 to 255 characters, none of them a control character';

/** Query of `GET /search`. */
const searchQuery = strictObject({
  q: z
    .string(QUERY)
    .refine(isSubject, QUERY)
    .meta({ minLength: 1, maxLength: 255, pattern: SUBJECT_PATTERN.source, description: QUERY }),
});

const hitAnswer = z
  .object({
    kind: z.enum(['event', 'delivery', 'trigger', 'operation']),
    id: z.string(),
    title: z.string().describe('What it is, for people.'),
    event_id: z
      .string()
      .nullable()
      .describe('The event that it is or belongs to; null for triggers and operations.'),
    at: time.describe('When it came to be.'),
  })
  .meta({ id: 'SearchHit' });

export const searchAnswer = z.object({
  hits: z
    .array(hitAnswer)
    .describe(
      'What has this id, and then the 10 newest events of this public id. Empty when there is nothing.',
    ),
});

/** What the search looks through. */
export interface SearchPorts {
  readonly events: EventRecords;
  readonly deliveries: Pick<DeliveryRecords, 'find'>;
  readonly triggers: Pick<TriggerRecords, 'find'>;
  readonly operations: Pick<OperationReader, 'find'>;
}

const MAX_EVENTS_OF_SUBJECT = 10;

export const search = (ports: SearchPorts) =>
  route({
    in: 'environment',
    method: 'get',
    path: '/search',
    access: 'read',
    rate: 'administration',
    tag: 'events',
    summary: 'Finds what has this id, and the newest events of this public id',
    query: searchQuery,
    answers: { 200: { description: 'What was found.', schema: searchAnswer } },
    async handle({ caller: { environmentId }, query: { q } }) {
      const [byId, events] = await Promise.all([
        isPlainName(q) ? findById(ports, environmentId, q) : [],
        ports.events.list(environmentId, { subject: q, limit: MAX_EVENTS_OF_SUBJECT }),
      ]);
      const others = events.filter(({ eventId }) => byId.every(({ event_id }) => event_id !== eventId));
      return [200, { hits: [...byId, ...others.map(presentSummary)] }];
    },
  });

async function findById(
  { events, deliveries, triggers, operations }: SearchPorts,
  environmentId: string,
  id: string,
) {
  const [event, delivery, trigger, operation] = await Promise.all([
    events.find(environmentId, id),
    deliveries.find(environmentId, id),
    triggers.find(environmentId, id),
    operations.find({ environmentId, operationId: id }),
  ]);
  return [
    event && {
      kind: 'event' as const,
      id,
      title: `event ${event.event.eventType}`,
      event_id: id,
      at: event.event.receivedAt,
    },
    delivery && {
      kind: 'delivery' as const,
      id,
      title: `delivery of ${delivery.eventType} to ${destinationLabel(delivery.uri)}`,
      event_id: delivery.eventId,
      at: delivery.createdAt,
    },
    trigger && {
      kind: 'trigger' as const,
      id,
      title: `trigger of ${trigger.eventType} to ${destinationLabel(trigger.uri)}`,
      event_id: null,
      at: trigger.createdAt,
    },
    operation && {
      kind: 'operation' as const,
      id,
      title: `operation ${operation.operation.method}`,
      event_id: null,
      at: operation.createdAt,
    },
  ].filter((hit) => hit !== undefined);
}

function presentSummary({ eventId, eventType, receivedAt, subject }: EventSummary) {
  return {
    kind: 'event' as const,
    id: eventId,
    title: `event ${eventType} of ${subject}`,
    event_id: eventId,
    at: receivedAt,
  };
}
