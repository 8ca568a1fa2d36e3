import type { Knex } from 'knex';
import type { Backlog } from '../../domain/statistics/backlog';
import { readerOf } from '../database/reader-of';
import { NOT_TO_CHANNEL } from '../poll/poll-message-row';
import { countFailingHosts } from '../deliveries/failing-hosts';

/** Counting ends here, so that it never reads for long; whoever has more to do knows enough. */
const MAX_COUNTED = 100_000;

/** A text on PostgreSQL, as each count. */
type Count = number | string | null;

/** Counts what waits, each kind up to 100,000, from indexes of what is open alone. @param at ISO text, UTC. */
export async function countBacklog(db: Knex, at: string): Promise<Backlog> {
  const reader = readerOf(db);
  const countIn = async (rows: Knex.QueryBuilder, ofThem: string, bindings: readonly string[] = []) => {
    const [counted] = await reader
      .from(rows.limit(MAX_COUNTED).as('counted'))
      .select<{ total: Count; of_them: Count }[]>(
        reader.raw('count(*) as total'),
        reader.raw(ofThem, bindings),
      );
    return { total: Number(counted?.total ?? 0), ofThem: counted?.of_them ?? null };
  };
  const [deliveries, failingHosts, events, messages, sessions] = await Promise.all([
    countIn(
      reader('deliveries').where({ status: 'pending' }).whereRaw(NOT_TO_CHANNEL).select('next_attempt_at'),
      'count(next_attempt_at) as of_them',
    ),
    countFailingHosts(reader, at),
    countIn(
      reader('events').whereNull('started_at').orderBy('received_at').select('received_at'),
      'min(received_at) as of_them',
    ),
    countIn(
      reader('poll_messages').whereNull('ended_at').select('claimed_until'),
      'sum(case when claimed_until > ? then 1 else 0 end) as of_them',
      [at],
    ),
    countIn(reader('console_sessions').where('expires_at', '>', at).select('id'), 'min(id) as of_them'),
  ]);
  const waiting = Number(deliveries.ofThem ?? 0);
  const claimed = Number(messages.ofThem ?? 0);
  const oldest = events.ofThem;
  return {
    deliveriesPending: { sending: deliveries.total - waiting, waiting },
    failingHosts,
    eventsUnstarted: events.total,
    oldestUnstartedAgeSeconds:
      oldest === null ? 0 : Math.max(0, Date.parse(at) - Date.parse(String(oldest))) / 1000,
    pollMessages: { waiting: messages.total - claimed, claimed },
    consoleSessions: sessions.total,
  };
}
