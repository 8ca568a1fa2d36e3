import type { DeliveryControl } from '../api/deliveries/ports';
import type { Delivery } from '../domain/deliveries/delivery';
import { isPollUrl } from '../domain/poll/poll-url';

interface Channels {
  /** Puts a delivery into its channel again. @param at ISO text, UTC. */
  putBack(delivery: Delivery, at: string): Promise<'there' | 'put_back'>;
}

/**
 * Controls deliveries of both kinds: those that have a workflow, and those that wait in a channel, which have none. What
 * is in a channel is cancelled in the database alone.
 */
export function controlDeliveries<Control extends DeliveryControl>(
  ofWorkflows: Control,
  channels: Channels,
  now: () => Date,
): Control {
  return {
    ...ofWorkflows,
    async retry(cloudName: string, delivery: Delivery) {
      if (!isPollUrl(delivery.uri)) return ofWorkflows.retry(cloudName, delivery);
      const found = await channels.putBack(delivery, now().toISOString());
      return found === 'there' ? 'retrying_now' : 'new_run';
    },
    async cancel(cloudName: string, delivery: Delivery) {
      return isPollUrl(delivery.uri) ? 'not_running' : ofWorkflows.cancel(cloudName, delivery);
    },
  };
}
