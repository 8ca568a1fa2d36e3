import type { Knex } from 'knex';
import { isoOfSeconds } from '../../domain/iso-time';
import {
  KEPT_HOURS_SECONDS,
  KEPT_MINUTES_SECONDS,
  MAX_SERIES,
  type StatisticCounts,
  type StatisticPoint,
  type StatisticQuery,
  type StatisticSeries,
} from '../../domain/statistics/statistics';
import { rowsOf, type RawAnswer } from '../database/raw-answer';
import { readerOf } from '../database/reader-of';
import { countMinute } from './count-minute';
import { COUNT_COLUMNS, countsFromRow, countsToRow, SUMMED_COLUMNS, type SummedRow } from './statistics-row';

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;
const TABLE = 'delivery_statistics';
const KEY = ['environment_id', 'span_seconds', 'at_seconds', 'destination_host', 'event_type'];
const ROWS_AT_A_TIME = 20;

interface CountedMinute {
  /** The text of a time up to its minute. */
  readonly minute: string;
  /** A text on PostgreSQL. */
  readonly number: number | string;
}

/** What happened in each minute, by indexes of the time. */
const COUNTED = [
  `select substr(started_at, 1, 16) as minute, count(*) as number from attempts
   where started_at >= ? and started_at < ? group by 1`,
  `select substr(updated_at, 1, 16) as minute, count(*) as number from deliveries
   where status in ('failed', 'cancelled') and updated_at >= ? and updated_at < ? group by 1`,
  `select substr(e.received_at, 1, 16) as minute, count(*) as number from product_environments p
   join events e on e.environment_id = p.id and e.received_at >= ? and e.received_at < ? group by 1`,
  `select substr(m.ended_at, 1, 16) as minute, count(*) as number from poll_messages m
   join deliveries d on d.id = m.delivery_id
   where m.ended_at >= ? and m.ended_at < ? and d.status = 'delivered' group by 1`,
];

/** As many counts as there are statements. */
const NOTHING = COUNTED.map(() => 0);

/** Counts of minutes and hours. Times are seconds since the epoch. */
export function createStatisticsStore(db: Knex) {
  const reader = readerOf(db);

  return {
    /** The newest minute that has counts; `undefined` when none has. */
    async newestMinute(): Promise<number | undefined> {
      const [row]: { at?: number | string | null }[] = await reader(TABLE)
        .where({ span_seconds: MINUTE_SECONDS })
        .max({ at: 'at_seconds' });
      return row?.at == null ? undefined : Number(row.at);
    },

    /** Minutes whose counts are not those of what is stored, oldest first. Both ends at the beginning of a minute. */
    async listStale(fromSeconds: number, toSeconds: number): Promise<readonly number[]> {
      const found = new Map<number, number[]>();
      for (const [index, sql] of COUNTED.entries()) {
        const times = [isoOfSeconds(fromSeconds), isoOfSeconds(toSeconds)];
        for (const row of rowsOf(await reader.raw<RawAnswer<CountedMinute>>(sql, times))) {
          const atSeconds = Date.parse(`${row.minute}:00.000Z`) / 1000;
          found.set(atSeconds, (found.get(atSeconds) ?? NOTHING).with(index, Number(row.number)));
        }
      }
      const rows: readonly SummedRow[] = await reader(TABLE)
        .where({ span_seconds: MINUTE_SECONDS })
        .where('at_seconds', '>=', fromSeconds)
        .where('at_seconds', '<', toSeconds)
        .groupBy('at_seconds')
        .select('at_seconds')
        .sum(Object.fromEntries(COUNT_COLUMNS.map((column) => [column, column])));
      const stored = new Map(rows.map((row) => [Number(row.at_seconds), comparable(countsFromRow(row))]));
      const minutes = new Set([...found.keys(), ...stored.keys()]);
      return [...minutes].filter((at) => !isSame(found.get(at), stored.get(at))).sort((a, b) => a - b);
    },

    /** Counts a minute again. Several processes may do so at once: each writes what it has read. */
    async recount(minuteSeconds: number): Promise<void> {
      const next = minuteSeconds + MINUTE_SECONDS;
      const counts = await countMinute(reader, isoOfSeconds(minuteSeconds), isoOfSeconds(next));
      const rows = counts.map((each) => ({
        environment_id: each.environmentId,
        span_seconds: MINUTE_SECONDS,
        at_seconds: minuteSeconds,
        destination_host: each.destinationHost,
        event_type: each.eventType,
        ...countsToRow(each),
      }));
      await replace({ span_seconds: MINUTE_SECONDS, at_seconds: minuteSeconds }, rows);
    },

    /** Adds up the minutes of an hour. */
    async rollUp(hourSeconds: number): Promise<void> {
      const rows: readonly SummedRow[] = await reader(TABLE)
        .where({ span_seconds: MINUTE_SECONDS })
        .where('at_seconds', '>=', hourSeconds)
        .where('at_seconds', '<', hourSeconds + HOUR_SECONDS)
        .groupBy('environment_id', 'destination_host', 'event_type')
        .orderBy(['environment_id', 'destination_host', 'event_type'])
        .select('environment_id', 'destination_host', 'event_type')
        .sum(sums());
      const at = { span_seconds: HOUR_SECONDS, at_seconds: hourSeconds };
      await replace(
        at,
        rows.map((row) => ({ ...row, ...at })),
      );
    },

    /** Deletes what is older than it is kept for. */
    async prune(nowSeconds: number): Promise<void> {
      const older = (span: number, kept: number) =>
        db(TABLE)
          .where({ span_seconds: span })
          .where('at_seconds', '<', nowSeconds - kept)
          .delete();
      // One hour more: the oldest minutes that may be asked for make whole hours.
      await older(MINUTE_SECONDS, KEPT_MINUTES_SECONDS + HOUR_SECONDS);
      await older(HOUR_SECONDS, KEPT_HOURS_SECONDS);
    },

    /**
     * Reads series of points, the busiest first. Where a bucket is an hour or longer, hours that have ended by
     * `wholeHoursUntilSeconds` are read as hours, and what comes after them as minutes.
     */
    async read(
      environmentId: string,
      query: StatisticQuery & { readonly wholeHoursUntilSeconds: number },
    ): Promise<readonly StatisticSeries[]> {
      const { fromSeconds, toSeconds, bucketSeconds, groupBy, wholeHoursUntilSeconds: border } = query;
      const isOfHours = bucketSeconds >= HOUR_SECONDS;
      const bucket = reader.raw('at_seconds - at_seconds % ? as bucket', [bucketSeconds]);
      const group = groupBy === 'none' ? reader.raw("'' as series") : reader.raw('?? as series', [groupBy]);
      const builder = reader(TABLE)
        .where({ environment_id: environmentId })
        .where('at_seconds', '>=', fromSeconds)
        .where('at_seconds', '<', toSeconds)
        .where((spans) => {
          if (!isOfHours) return spans.where({ span_seconds: MINUTE_SECONDS });
          return spans
            .where((hours) => hours.where({ span_seconds: HOUR_SECONDS }).where('at_seconds', '<', border))
            .orWhere((minutes) =>
              minutes.where({ span_seconds: MINUTE_SECONDS }).where('at_seconds', '>=', border),
            );
        })
        .groupByRaw('1, 2')
        .select(group, bucket)
        .sum(sums());
      if (query.destinationHost !== undefined) {
        void builder.where({ destination_host: query.destinationHost });
      }
      if (query.eventType !== undefined) void builder.where({ event_type: query.eventType });
      // Accepted events have no host.
      if (groupBy === 'destination_host') void builder.where('destination_host', '<>', '');
      const rows: readonly SummedRow[] = await builder;
      return seriesOf(rows, groupBy === 'none');
    },
  };

  async function replace(at: Readonly<Record<string, number>>, rows: readonly object[]): Promise<void> {
    await db.transaction(async (trx) => {
      await trx(TABLE).where(at).delete();
      for (let begin = 0; begin < rows.length; begin += ROWS_AT_A_TIME) {
        await trx(TABLE)
          .insert(rows.slice(begin, begin + ROWS_AT_A_TIME))
          .onConflict(KEY)
          .merge();
      }
    });
  }
}

/** In the order of the statements. What was delivered without an attempt was acknowledged in a channel. */
function comparable(counts: StatisticCounts): readonly number[] {
  const { attempts, delivered, rejected, unreachable, failed, cancelled, accepted } = counts;
  return [attempts, failed + cancelled, accepted, delivered + rejected + unreachable - attempts];
}

function isSame(counts: readonly number[] | undefined, others: readonly number[] | undefined): boolean {
  return counts?.join() === others?.join();
}

function sums(): Readonly<Record<string, string>> {
  return Object.fromEntries(SUMMED_COLUMNS.map((column) => [column, column]));
}

function seriesOf(rows: readonly SummedRow[], isOne: boolean): readonly StatisticSeries[] {
  const points = new Map<string, StatisticPoint[]>();
  for (const row of rows) {
    const key = String(row.series);
    const point = { atSeconds: Number(row.bucket), ...countsFromRow(row) };
    points.set(key, [...(points.get(key) ?? []), point]);
  }
  const weight = (of: readonly StatisticPoint[]) =>
    of.reduce((sum, { attempts, accepted }) => sum + attempts + accepted, 0);
  return [...points]
    .sort(([a, of], [b, others]) => weight(others) - weight(of) || (a < b ? -1 : 1))
    .slice(0, MAX_SERIES)
    .map(([key, of]) => ({
      key: isOne ? undefined : key,
      points: of.sort((a, b) => a.atSeconds - b.atSeconds),
    }));
}
