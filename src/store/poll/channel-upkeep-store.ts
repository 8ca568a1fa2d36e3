import type { Knex } from 'knex';
import type { PollErrorCode } from '../../domain/poll/poll-message';
import { COMMAND_LINE_CHANNEL } from '../../domain/poll/poll-url';
import { readerOf } from '../database/reader-of';
import { endDeliveries, type PollMessageRow } from './poll-message-row';

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
