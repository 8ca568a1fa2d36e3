import type { Knex } from 'knex';
import type { Delivery } from '../../domain/deliveries/delivery';
import { batchIdOf, pollWait } from '../../domain/poll/poll-url';
import type { DeliveryRow } from '../deliveries/delivery-row';
import type { EventRow } from '../events/event-row';
import { newMessageRow, type PollMessageRow } from './poll-message-row';

/**
 * Puts a delivery into its channel again, all or nothing.
 *
 * @param at ISO text, UTC.
 * @returns `there` when it has not ended: whoever has claimed it may still acknowledge it, and others get it at once.
 */
export function putBackMessage(db: Knex, delivery: Delivery, at: string): Promise<'there' | 'put_back'> {
  const { id, uri, environmentId, eventId } = delivery;
  return db.transaction(async (trx) => {
    const open = await trx<PollMessageRow>('poll_messages')
      .where({ delivery_id: id })
      .whereNull('ended_at')
      .update({ claimed_until: null });
    if (open > 0) return 'there';
    const event = await trx<EventRow>('events')
      .where({ environment_id: environmentId, event_id: eventId })
      .first('payload');
    const payload = JSON.parse(event?.payload ?? '{}') as Record<string, unknown>;
    const message = newMessageRow(uri, {
      deliveryId: id,
      environmentId,
      batchId: batchIdOf(payload),
      queuedAt: at,
    });
    await trx('poll_messages').insert(message).onConflict('delivery_id').merge();
    await trx<DeliveryRow>('deliveries')
      .where({ id })
      .update({
        status: 'pending',
        next_attempt_at: null,
        waiting_for: pollWait(uri),
        waiting_since: at,
        last_error_code: null,
        own_workflow: false,
        updated_at: at,
      });
    return 'put_back';
  });
}
