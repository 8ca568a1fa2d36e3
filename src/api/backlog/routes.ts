import type { UndispatchedEvents } from '../../domain/events/event';
import { route } from '../route/route';
import { backlogAnswer } from './schemas';

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
