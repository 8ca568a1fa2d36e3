import type { DestinationGuard } from '../../dependencies';
import { ENVIRONMENT_PATH } from '../../route/request-state';
import {
  eventAnswer,
  eventsAnswer,
  publicationAnswer,
  listEventsQuery,
  publishEventBody,
} from '../../events/schemas';
import type { RouteDeclaration } from '../route-declaration';

const EVENTS = `${ENVIRONMENT_PATH}/events`;
const about = { tag: 'events' } as const;

/** The producer’s side. */
export function eventDeclarations(guard: DestinationGuard): readonly RouteDeclaration[] {
  return [
    {
      ...about,
      operationId: 'listEvents',
      access: 'read',
      method: 'get',
      path: EVENTS,
      summary: 'Lists events by the time of their receipt',
      query: listEventsQuery,
      answers: { 200: { description: 'A page of events.', schema: eventsAnswer } },
    },
    {
      ...about,
      operationId: 'publishEvent',
      access: 'publish',
      method: 'post',
      path: EVENTS,
      summary: 'Publishes an event, idempotent by its `event_id`; the body has at most 1 MiB',
      body: publishEventBody(guard),
      answers: {
        200: {
          description: 'The same event was accepted before; nothing is sent.',
          schema: publicationAnswer,
        },
        202: { description: 'Stored: it will be delivered at least once.', schema: publicationAnswer },
      },
      faults: [409],
    },
    {
      ...about,
      operationId: 'showEvent',
      access: 'follow',
      method: 'get',
      path: `${EVENTS}/:id`,
      summary: 'Shows an event with the verdict on every trigger and its deliveries',
      answers: { 200: { description: 'The event.', schema: eventAnswer } },
      faults: [404],
    },
  ];
}
