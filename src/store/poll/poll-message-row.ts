import type { Knex } from 'knex';
import type { EventResolution } from '../../domain/events/event-record';
import { addressKey, addressOf, isPollUrl } from '../../domain/poll/channel';
import type { DeliveryRow } from '../deliveries/delivery-row';

export interface PollMessageRow {
  delivery_id: string;
  environment_id: string;
  /** As `addressKey` writes it. */
  address: string;
  batch_id: string | null;
  /** ISO text, UTC. */
  queued_at: string;
  /** ISO text, UTC: until then nobody else gets it; null when nobody has it. */
  claimed_until: string | null;
  /** Of the last claim. */
  claim: string | null;
  /** Since it came into its channel. */
  claims: number;
  /** ISO text, UTC: acknowledged, or ended otherwise, as its delivery says. */
  ended_at: string | null;
}

/** The messages that the resolution of an event puts into channels. */
export function newMessageRows(resolution: EventResolution): readonly PollMessageRow[] {
  return resolution.deliveries
    .filter(({ uri }) => isPollUrl(uri))
    .map(({ id, uri }) =>
      newMessageRow(uri, {
        deliveryId: id,
        environmentId: resolution.environmentId,
        batchId: resolution.batchId,
        queuedAt: resolution.resolvedAt,
      }),
    );
}

/** A message that comes into the channel of a URL. */
export function newMessageRow(
  uri: string,
  message: {
    readonly deliveryId: string;
    readonly environmentId: string;
    readonly batchId: string | undefined;
    readonly queuedAt: string;
  },
): PollMessageRow {
  return {
    delivery_id: message.deliveryId,
    environment_id: message.environmentId,
    address: addressKey(addressOf(uri, message.batchId)),
    batch_id: message.batchId ?? null,
    queued_at: message.queuedAt,
    claimed_until: null,
    claim: null,
    claims: 0,
    ended_at: null,
  };
}

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
