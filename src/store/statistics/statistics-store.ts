import type { Knex } from 'knex';
import { isoOfSeconds } from '../../domain/iso-time';
import type { StatisticCounts, Backlog } from '../../domain/statistics/statistics';
import { rowsOf, readerOf, type RawAnswer } from '../database/reads';
import { countFailingHosts } from '../deliveries/find-failures';
import { NOT_TO_CHANNEL } from '../deliveries/delivery-row';
import {
  countMinute,
  BY_HOST,
  BY_URL,
  COUNT_COLUMNS,
  countsFromRow,
  countsToRow,
  SUMMED_COLUMNS,
  type MinuteCounts,
  type StatisticsTable,
  type SummedRow,
} from './counts';
import {
  readStatistics,
  readUrlHours,
  sumsOf,
  type AskedSeries,
  type AskedUrlHours,
} from './read-statistics';

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;
const TABLES = [BY_HOST, BY_URL];
const ROWS_AT_A_TIME = 20;

interface MinuteNumber {
  /** The text of a time up to its minute. */
  readonly minute: string;
  /** A text on PostgreSQL. */
  readonly number: number | string;
}

/** What happened in each minute, by indexes of the time. */
const COUNTED = [
  `select substr(started_at, 1, 16) as minute, count(*) as number from attempts
   where started_at >= :from and started_at < :to group by 1`,
  `select substr(updated_at, 1, 16) as minute, count(*) as number from deliveries
   where status in ('failed', 'cancelled') and updated_at >= :from and updated_at < :to group by 1`,
  `select substr(e.received_at, 1, 16) as minute, count(*) as number from product_environments p
   join events e on e.environment_id = p.id and e.received_at >= :from and e.received_at < :to group by 1`,
  `select substr(m.ended_at, 1, 16) as minute, count(*) as number from poll_messages m
   join deliveries d on d.id = m.delivery_id
   where m.ended_at >= :from and m.ended_at < :to and d.status = 'delivered' and not d.is_test group by 1`,
];

/**
 * The same of tests, which are left out, by the indexes that hold tests alone. An attempt is before its delivery's
 * update. The last statement leaves them out itself.
 */
const TESTS = [
  `select substr(a.started_at, 1, 16) as minute, count(*) as number from deliveries d
   join attempts a on a.delivery_id = d.id
   where d.is_test and d.updated_at >= :from and a.started_at >= :from and a.started_at < :to group by 1`,
  `select substr(updated_at, 1, 16) as minute, count(*) as number from deliveries
   where is_test and status in ('failed', 'cancelled') and updated_at >= :from and updated_at < :to group by 1`,
  `select substr(received_at, 1, 16) as minute, count(*) as number from events
   where test_trigger_id is not null and received_at >= :from and received_at < :to group by 1`,
];

/** As many counts as there are statements. */
const NOTHING = COUNTED.map(() => 0);

/** Counts of minutes and hours. Times are seconds since the epoch. */
export function createStatisticsStore(db: Knex) {
  const reader = readerOf(db);

  return {
    /** The newest minute that has counts; `undefined` when none has. */
    async newestMinute(): Promise<number | undefined> {
      const [row]: { at?: number | string | null }[] = await reader(BY_HOST.name)
        .where({ span_seconds: MINUTE_SECONDS })
        .max({ at: 'at_seconds' });
      return row?.at == null ? undefined : Number(row.at);
    },

    /** Minutes whose counts are not those of what is stored, oldest first. Both ends at the beginning of a minute. */
    async listStale(fromSeconds: number, toSeconds: number): Promise<readonly number[]> {
      const found = await whatHappened({ from: isoOfSeconds(fromSeconds), to: isoOfSeconds(toSeconds) });
      const rows: readonly SummedRow[] = await reader(BY_HOST.name)
        .where({ span_seconds: MINUTE_SECONDS })
        .where('at_seconds', '>=', fromSeconds)
        .where('at_seconds', '<', toSeconds)
        .groupBy('at_seconds')
        .select('at_seconds')
        .sum(sumsOf(COUNT_COLUMNS));
      const stored = new Map(rows.map((row) => [Number(row.at_seconds), comparable(countsFromRow(row))]));
      const minutes = new Set([...found.keys(), ...stored.keys()]);
      return [...minutes].filter((at) => !isSame(found.get(at), stored.get(at))).sort((a, b) => a - b);
    },

    /** Counts a minute again. Several processes may do so at once: each writes what it has read. */
    async recount(minuteSeconds: number): Promise<void> {
      const next = minuteSeconds + MINUTE_SECONDS;
      const counted = await countMinute(reader, isoOfSeconds(minuteSeconds), isoOfSeconds(next));
      const at = { span_seconds: MINUTE_SECONDS, at_seconds: minuteSeconds };
      const rowOf = (counts: MinuteCounts) => ({
        environment_id: counts.environmentId,
        ...at,
        destination_host: counts.destinationHost,
        event_type: counts.eventType,
        ...countsToRow(counts),
      });
      await replace(BY_HOST, at, counted.byHost.map(rowOf));
      await replace(
        BY_URL,
        at,
        counted.byUrl.map((counts) => ({ ...rowOf(counts), uri: counts.uri })),
      );
    },

    /** Adds up the minutes of an hour. */
    async rollUp(hourSeconds: number): Promise<void> {
      const at = { span_seconds: HOUR_SECONDS, at_seconds: hourSeconds };
      for (const table of TABLES) {
        const rows: readonly SummedRow[] = await reader(table.name)
          .where({ span_seconds: MINUTE_SECONDS })
          .where('at_seconds', '>=', hourSeconds)
          .where('at_seconds', '<', hourSeconds + HOUR_SECONDS)
          .groupBy(table.columns)
          .orderBy([...table.columns])
          .select(table.columns)
          .sum(sumsOf(SUMMED_COLUMNS));
        await replace(
          table,
          at,
          rows.map((row) => ({ ...row, ...at })),
        );
      }
    },

    read: (environmentId: string, query: AskedSeries) => readStatistics(reader, environmentId, query),

    /** Attempts at some URLs hour by hour, of triggers alone, oldest first. */
    readUrlHours: (asked: AskedUrlHours) => readUrlHours(reader, asked),
  };

  /** By minute. One in which there were tests alone is not among them. */
  async function whatHappened(times: Readonly<Record<'from' | 'to', string>>) {
    const found = new Map<number, number[]>();
    const add = async (sql: string, index: number, sign: 1 | -1) => {
      for (const row of rowsOf(await reader.raw<RawAnswer<MinuteNumber>>(sql, times))) {
        const atSeconds = Date.parse(`${row.minute}:00.000Z`) / 1000;
        const counts = found.get(atSeconds) ?? NOTHING;
        found.set(atSeconds, counts.with(index, (counts[index] ?? 0) + sign * Number(row.number)));
      }
    };
    for (const [index, sql] of COUNTED.entries()) await add(sql, index, 1);
    for (const [index, sql] of TESTS.entries()) await add(sql, index, -1);
    return new Map([...found].filter(([, counts]) => counts.some((count) => count !== 0)));
  }

  async function replace(
    { name, key }: StatisticsTable,
    at: Readonly<Record<string, number>>,
    rows: readonly CountsRow[],
  ): Promise<void> {
    await db.transaction(async (trx) => {
      await trx(name).where(at).delete();
      for (let begin = 0; begin < rows.length; begin += ROWS_AT_A_TIME) {
        const some = await ofPresentEnvironments(trx, rows.slice(begin, begin + ROWS_AT_A_TIME));
        if (some.length > 0) await trx(name).insert(some).onConflict(key).merge();
      }
    });
  }
}

/** Values by column, `environment_id` among them. */
type CountsRow = Readonly<Record<string, unknown>>;

/** Without those of product environments that were deleted since the rows were read; the others are kept until the end. */
async function ofPresentEnvironments(
  trx: Knex.Transaction,
  rows: readonly CountsRow[],
): Promise<readonly CountsRow[]> {
  const ids = rows.map((row) => String(row.environment_id));
  const present = await trx('product_environments').whereIn('id', ids).forKeyShare().pluck<string[]>('id');
  return rows.filter((row) => present.includes(String(row.environment_id)));
}

/** In the order of the statements. What was delivered without an attempt was acknowledged in a channel. */
function comparable(counts: StatisticCounts): readonly number[] {
  const { attempts, delivered, rejected, unreachable, failed, cancelled, accepted } = counts;
  return [attempts, failed + cancelled, accepted, delivered + rejected + unreachable - attempts];
}

function isSame(counts: readonly number[] | undefined, others: readonly number[] | undefined): boolean {
  return counts?.join() === others?.join();
}

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
