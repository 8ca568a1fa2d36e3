import type { Knex } from 'knex';
import type { ReplacedBody } from '../../domain/deliveries/attempt';
import type { ClaimedMessage, Delivery } from '../../domain/deliveries/delivery';
import { addressKey, batchIdOf, COMMAND_LINE_CHANNEL, pollWait } from '../../domain/poll/channel';
import type { AckStatus, PollAddress, PollErrorCode, Receipt } from '../../domain/poll/channel';
import { readerOf } from '../database/reads';
import { deliveryFromRow } from '../deliveries/delivery-row';
import type { DeliveryRow } from '../deliveries/delivery-row';
import { replaceBody } from '../deliveries/record-attempts';
import type { EventRow } from '../events/event-row';
import { endDeliveries, newMessageRow } from './poll-message-row';
import type { PollMessageRow } from './poll-message-row';

/** Of a product environment. */
interface PolledChannel {
  readonly environmentId: string;
  readonly address: PollAddress;
}

interface Claim {
  /** Names the claim: letters and digits. */
  readonly claim: string;
  readonly limit: number;
  /** ISO text, UTC. */
  readonly at: string;
  readonly until: string;
}

/** Of the bodies of one claim; a longer one is claimed alone. */
const MAX_CLAIMED_CHARACTERS = 4 * 1024 * 1024;
/** A poll is noted this rarely: clients poll all the time. */
const NOTED_FOR_MS = 60_000;
/** Others may have claimed what was found. */
const MAX_ROUNDS = 3;

/** What waits in channels, and who has it. */
export function createPollMessageStore(db: Knex) {
  const reader = readerOf(db);
  const claimable = (table: Knex, at: string) =>
    table<PollMessageRow>('poll_messages')
      .whereNull('poll_messages.ended_at')
      .where((query) => query.whereNull('claimed_until').orWhere('claimed_until', '<=', at));

  async function findFirst({ environmentId, address }: PolledChannel, { limit, at }: Claim) {
    const found: { delivery_id: string; characters: number }[] = await claimable(reader, at)
      .where('poll_messages.environment_id', environmentId)
      .where('address', addressKey(address))
      .join('deliveries', 'deliveries.id', 'poll_messages.delivery_id')
      .orderBy(['queued_at', 'delivery_id'])
      .limit(limit)
      .select('poll_messages.delivery_id', reader.raw('length(deliveries.body) as characters'));
    let characters = 0;
    return found
      .filter((each, index) => (characters += each.characters) <= MAX_CLAIMED_CHARACTERS || index === 0)
      .map((each) => each.delivery_id);
  }

  return {
    /** Which of these channels have a message that may be claimed. @param at ISO text, UTC. */
    async findFilled(channels: readonly PolledChannel[], at: string): Promise<readonly PolledChannel[]> {
      const asked = channels.map(({ environmentId, address }) => [environmentId, addressKey(address)]);
      const rows: Pick<PollMessageRow, 'environment_id' | 'address'>[] = await claimable(reader, at)
        .whereIn(['environment_id', 'address'], asked)
        .distinct('environment_id', 'address');
      const filled = new Set(rows.map((row) => `${row.environment_id} ${row.address}`));
      return channels.filter((each) => filled.has(`${each.environmentId} ${addressKey(each.address)}`));
    },

    /** Claims the oldest messages of a channel: nobody else gets them until then. */
    async claim(channel: PolledChannel, claim: Claim): Promise<readonly ClaimedMessage[]> {
      for (let round = 1; round <= MAX_ROUNDS; round++) {
        const ids = await findFirst(channel, claim);
        if (ids.length === 0) return [];
        const rows: PollMessageRow[] = await claimable(db, claim.at)
          .whereIn('delivery_id', ids)
          .update({ claimed_until: claim.until, claim: claim.claim, claims: db.raw('claims + 1') })
          .returning('*');
        if (rows.length > 0) return withDeliveries(rows);
      }
      return [];
    },

    /**
     * Ends claimed messages as delivered, all or nothing. A claim counts while nobody has claimed the message since,
     * and a second acknowledgement changes nothing.
     *
     * @param at ISO text, UTC.
     * @returns one for each, in their order.
     */
    async acknowledge(
      environmentId: string,
      receipts: readonly (Receipt | undefined)[],
      at: string,
    ): Promise<readonly AckStatus[]> {
      const given = receipts.filter((receipt) => receipt !== undefined);
      const keys = given.map(({ deliveryId, claim }) => [deliveryId, claim]);
      const acked = await db.transaction(async (trx) => {
        const claimed = () =>
          trx<PollMessageRow>('poll_messages')
            .where('poll_messages.environment_id', environmentId)
            .whereIn(['delivery_id', 'claim'], keys);
        const ended = await claimed().whereNull('ended_at').update({ ended_at: at }).returning('delivery_id');
        await endDeliveries(trx, ended, { status: 'delivered', last_error_code: null, updated_at: at });
        const delivered: { delivery_id: string }[] = await claimed()
          .join('deliveries', 'deliveries.id', 'poll_messages.delivery_id')
          .where('deliveries.status', 'delivered')
          .select('delivery_id');
        return new Set(delivered.map((row) => row.delivery_id));
      });
      return receipts.map((receipt) => (receipt && acked.has(receipt.deliveryId) ? 'acked' : 'not_found'));
    },

    /** Stores a body that had to be rendered again, as `replaceBody` does. */
    replaceBody: (deliveryId: string, replacedBody: ReplacedBody): Promise<void> =>
      replaceBody(db, deliveryId, { replacedBody }),

    /**
     * Puts a delivery into its channel again: one that has ended as a new message, one that somebody has claimed at
     * once.
     *
     * @param at ISO text, UTC.
     */
    putBack: (delivery: Delivery, at: string) => putBackMessage(db, delivery, at),

    /** Notes that somebody asks for a channel's messages, to the minute. @param at ISO text, UTC. */
    async notePoll({ environmentId, address }: PolledChannel, at: string): Promise<void> {
      const known: unknown = await reader('poll_channels')
        .where({ environment_id: environmentId, address: addressKey(address) })
        .where('polled_at', '>', new Date(Date.parse(at) - NOTED_FOR_MS).toISOString())
        .first('polled_at');
      if (known !== undefined) return;
      await db('poll_channels')
        .insert({ environment_id: environmentId, address: addressKey(address), polled_at: at })
        .onConflict(['environment_id', 'address'])
        .merge(['polled_at']);
    },
  };

  /** In the order of the channel. */
  async function withDeliveries(rows: readonly PollMessageRow[]): Promise<readonly ClaimedMessage[]> {
    const ids = rows.map((row) => row.delivery_id);
    const deliveries = new Map(
      (await reader<DeliveryRow>('deliveries').whereIn('id', ids)).map((row) => [
        row.id,
        deliveryFromRow(row),
      ]),
    );
    return rows
      .toSorted((a, b) => (positionOf(a) < positionOf(b) ? -1 : 1))
      .flatMap((row) => {
        const delivery = deliveries.get(row.delivery_id);
        if (!delivery) return [];
        return [
          {
            delivery,
            batchId: row.batch_id ?? undefined,
            claim: row.claim ?? '',
            claims: row.claims,
            queuedAt: row.queued_at,
          },
        ];
      });
  }
}

function positionOf({ queued_at: queuedAt, delivery_id: id }: PollMessageRow): string {
  return `${queuedAt} ${id}`;
}

/**
 * Puts a delivery into its channel again, all or nothing.
 *
 * @param at ISO text, UTC.
 * @returns `there` when it has not ended: whoever has claimed it may still acknowledge it, and others get it at once.
 */
function putBackMessage(db: Knex, delivery: Delivery, at: string): Promise<'there' | 'put_back'> {
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

interface EndedTerms {
  readonly errorCode: PollErrorCode;
  /** ISO text, UTC. */
  readonly at: string;
}

/** What the upkeep of channels finds and ends. Times are ISO text, UTC. */
export function createChannelUpkeepStore(db: Knex) {
  const reader = readerOf(db);
  const open = () => reader<PollMessageRow>('poll_messages').whereNull('ended_at');

  return {
    /** Messages that came into their channel before a time, oldest first. @returns the ids of their deliveries. */
    async listOverdue(queuedBefore: string, limit: number): Promise<readonly string[]> {
      const rows = await open()
        .where('queued_at', '<', queuedBefore)
        .orderBy('queued_at')
        .limit(limit)
        .select('delivery_id');
      return rows.map((row) => row.delivery_id);
    },

    /** The oldest messages of channels that have more than they may. @returns the ids of their deliveries. */
    async listSurplus(maxPerChannel: number, limit: number): Promise<readonly string[]> {
      const full: { environment_id: string; address: string; count: number | string }[] = await open()
        .groupBy('environment_id', 'address')
        .havingRaw('count(*) > ?', [maxPerChannel])
        .select('environment_id', 'address', reader.raw('count(*) as count'));
      const ids: string[] = [];
      for (const { environment_id, address, count } of full) {
        const surplus = await open()
          .where({ environment_id, address })
          .orderBy(['queued_at', 'delivery_id'])
          .limit(Math.min(limit, Number(count) - maxPerChannel))
          .select('delivery_id');
        ids.push(...surplus.map((row) => row.delivery_id));
      }
      return ids.slice(0, limit);
    },

    /** Fails messages that have not ended meanwhile, all or nothing. @returns how many. */
    fail(deliveryIds: readonly string[], { errorCode, at }: EndedTerms): Promise<number> {
      return db.transaction(async (trx) => {
        const ended = await trx<PollMessageRow>('poll_messages')
          .whereIn('delivery_id', deliveryIds)
          .whereNull('ended_at')
          .update({ ended_at: at })
          .returning('delivery_id');
        await endDeliveries(trx, ended, { status: 'failed', last_error_code: errorCode, updated_at: at });
        return ended.length;
      });
    },

    /** Triggers of the command line's channels that are older than a time, and that nobody has polled since. */
    async listLapsed(
      before: string,
    ): Promise<readonly { readonly environmentId: string; readonly id: string }[]> {
      const rows: { environment_id: string; id: string }[] = await reader('triggers')
        .where('uri', 'like', `poll://${COMMAND_LINE_CHANNEL}%`)
        .where('created_at', '<', before)
        .whereNotExists((polled) =>
          polled
            .from('poll_channels')
            .whereRaw(
              "poll_channels.environment_id = triggers.environment_id and 'poll://' || substr(poll_channels.address, 9) = triggers.uri",
            )
            .where('polled_at', '>=', before),
        )
        .select('environment_id', 'id');
      return rows.map((row) => ({ environmentId: row.environment_id, id: row.id }));
    },
  };
}
