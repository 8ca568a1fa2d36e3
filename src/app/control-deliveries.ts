import type { DeliveryControl } from '../api/deliveries/ports';
import type { Delivery } from '../domain/deliveries/delivery';
import { DomainError } from '../domain/errors';
import { isPollUrl } from '../domain/poll/channel';

interface Dependencies {
  readonly channels: {
    /** Puts a delivery into its channel again. @param at ISO text, UTC. */
    putBack(delivery: Delivery, at: string): Promise<'there' | 'put_back'>;
  };
  readonly deliveries: {
    /** Notes that somebody asks for another run, so that the purge leaves the delivery. @returns whether there is one. */
    noteRetryAsked(id: string, at: string): Promise<boolean>;
  };
  readonly now: () => Date;
}

/**
 * Controls deliveries of both kinds: those that have a workflow, and those that wait in a channel, which have none. What
 * is in a channel is cancelled in the database alone. A retry of what has ended is stored before it is asked for.
 */
export function controlDeliveries<Control extends DeliveryControl>(
  ofWorkflows: Control,
  { channels, deliveries, now }: Dependencies,
): Control {
  return {
    ...ofWorkflows,
    async retry(cloudName: string, delivery: Delivery) {
      const at = now().toISOString();
      if (delivery.status !== 'pending' && !(await deliveries.noteRetryAsked(delivery.id, at))) {
        throw new DomainError(
          'not_found',
          `id: got "${delivery.id}", expected a delivery that is kept: this one was deleted for its age`,
        );
      }
      if (!isPollUrl(delivery.uri)) return ofWorkflows.retry(cloudName, delivery);
      const found = await channels.putBack(delivery, at);
      return found === 'there' ? 'retrying_now' : 'new_run';
    },
    async cancel(cloudName: string, delivery: Delivery) {
      return isPollUrl(delivery.uri) ? 'not_running' : ofWorkflows.cancel(cloudName, delivery);
    },
  };
}
