import { z } from 'zod';
import type { UndispatchedEvents } from '../../domain/events/event-record';
import { time } from '../route/fields';
import { route } from '../route/route';

/** Answer of `GET /backlog`. */
export const backlogAnswer = z.object({
  undispatched_events: z
    .object({
      count: z.int().min(0),
      count_is: z
        .enum(['exact', 'at_least'])
        .describe('`at_least`: so many events wait in the whole service that not all were looked at.'),
      oldest_received_at: time.nullable(),
    })
    .describe('Events that were accepted, and whose destinations are not resolved yet.'),
});

/** What the route of the backlog needs. */
export interface BacklogPorts {
  readonly events: { countUndispatched(environmentId: string): Promise<UndispatchedEvents> };
}

export const showBacklog = ({ events }: BacklogPorts) =>
  route({
    in: 'environment',
    method: 'get',
    path: '/backlog',
    access: 'read',
    rate: 'administration',
    tag: 'events',
    summary: 'Says how many events were accepted and not yet dispatched, and since when',
    answers: { 200: { description: 'What waits now.', schema: backlogAnswer } },
    async handle({ caller: { environmentId } }) {
      const { count, isAtLeast, oldestReceivedAt } = await events.countUndispatched(environmentId);
      return [
        200,
        {
          undispatched_events: {
            count,
            count_is: isAtLeast ? 'at_least' : 'exact',
            oldest_received_at: oldestReceivedAt ?? null,
          },
        },
      ];
    },
  });
