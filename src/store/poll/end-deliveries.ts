import type { Knex } from 'knex';
import type { DeliveryRow } from '../deliveries/delivery-row';

/** Ends the deliveries of messages that have ended; one that was cancelled meanwhile stays so. */
export async function endDeliveries(
  trx: Knex.Transaction,
  messages: readonly { readonly delivery_id: string }[],
  end: Pick<DeliveryRow, 'status' | 'last_error_code' | 'updated_at'>,
): Promise<void> {
  const ids = messages.map((message) => message.delivery_id);
  await trx<DeliveryRow>('deliveries')
    .whereIn('id', ids)
    .where({ status: 'pending' })
    .update({ ...end, waiting_for: null, waiting_since: null });
}
