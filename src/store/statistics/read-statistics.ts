import type { Knex } from 'knex';
import {
  MAX_SERIES,
  NO_COUNTS,
  type StatisticPoint,
  type StatisticQuery,
  type StatisticSeries,
  type UrlHour,
} from '../../domain/statistics/statistics';
import {
  BY_HOST,
  BY_URL,
  countsFromRow,
  ERROR_COLUMNS,
  errorsFromRow,
  SERIES_COLUMNS,
  type SummedRow,
} from './counts';

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;

/** Which series are read; hours that have ended by `wholeHoursUntilSeconds` are read as hours. */
export interface AskedSeries extends StatisticQuery {
  /** Seconds since the epoch. */
  readonly wholeHoursUntilSeconds: number;
}

/**
 * Reads series of points, the busiest first. Where a bucket is an hour or longer, hours that have ended by
 * `wholeHoursUntilSeconds` are read as hours, and what comes after them as minutes.
 */
export async function readStatistics(
  reader: Knex,
  environmentId: string,
  query: AskedSeries,
): Promise<readonly StatisticSeries[]> {
  const { groupBy, bucketSeconds } = query;
  const isByCode = groupBy === 'error_code';
  const isOne = groupBy === 'none' || isByCode;
  const builder = reader(groupBy === 'uri' ? BY_URL.name : BY_HOST.name)
    .where({ environment_id: environmentId })
    .groupByRaw('1, 2')
    .select(
      isOne ? reader.raw("'' as series") : reader.raw('?? as series', [groupBy]),
      reader.raw('at_seconds - at_seconds % ? as bucket', [bucketSeconds]),
    )
    .sum(sumsOf(isByCode ? ERROR_COLUMNS : SERIES_COLUMNS));
  narrowToSpans(builder, query, bucketSeconds >= HOUR_SECONDS ? query.wholeHoursUntilSeconds : undefined);
  if (query.destinationHost !== undefined) void builder.where({ destination_host: query.destinationHost });
  if (query.eventType !== undefined) void builder.where({ event_type: query.eventType });
  // Accepted events have no host.
  if (groupBy === 'destination_host') void builder.where('destination_host', '<>', '');
  const rows: readonly SummedRow[] = await builder;
  if (isByCode) return seriesOf(rows.flatMap(pointsByCode));
  return seriesOf(
    rows.map((row) => ({
      key: isOne ? undefined : String(row.series),
      point: { atSeconds: Number(row.bucket), ...countsFromRow(row) },
    })),
  );
}

/** Whose attempts are read, and from when on. */
export interface AskedUrlHours {
  readonly environmentId: string;
  /** In normal form. */
  readonly uris: readonly string[];
  /** The beginning of an hour: seconds since the epoch. */
  readonly fromSeconds: number;
  /** Hours that end later are read as minutes: seconds since the epoch. */
  readonly wholeHoursUntilSeconds: number;
}

/** Reads what was delivered to some URLs, and which attempts failed, hour by hour, oldest first. Hours without are left out. */
export async function readUrlHours(
  reader: Knex,
  { environmentId, uris, fromSeconds, wholeHoursUntilSeconds }: AskedUrlHours,
): Promise<ReadonlyMap<string, readonly UrlHour[]>> {
  const hours = new Map<string, UrlHour[]>();
  if (uris.length === 0) return hours;
  const builder = reader(BY_URL.name)
    .where({ environment_id: environmentId })
    .whereIn('uri', [...uris])
    .groupByRaw('1, 2')
    .select('uri', reader.raw('at_seconds - at_seconds % ? as bucket', [HOUR_SECONDS]))
    .sum(sumsOf(['delivered', 'rejected', 'unreachable']))
    .orderBy('bucket');
  narrowToSpans(builder, { fromSeconds }, wholeHoursUntilSeconds);
  for (const row of (await builder) as readonly SummedRow[]) {
    const uri = String(row.uri);
    const delivered = Number(row.delivered);
    const failed = Number(row.rejected) + Number(row.unreachable);
    if (delivered + failed === 0) continue;
    const hour = { atSeconds: Number(row.bucket), delivered, failed };
    hours.set(uri, [...(hours.get(uri) ?? []), hour]);
  }
  return hours;
}

/** Makes the columns that a query sums keep their names. */
export function sumsOf(columns: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(columns.map((column) => [column, column]));
}

/** @param hoursUntil up to then hours are read, and minutes after it; minutes alone when it is `undefined`. */
function narrowToSpans(
  builder: Knex.QueryBuilder,
  { fromSeconds, toSeconds }: { readonly fromSeconds: number; readonly toSeconds?: number },
  hoursUntil: number | undefined,
): void {
  void builder.where('at_seconds', '>=', fromSeconds);
  if (toSeconds !== undefined) void builder.where('at_seconds', '<', toSeconds);
  void builder.where((spans) => {
    if (hoursUntil === undefined) return spans.where({ span_seconds: MINUTE_SECONDS });
    return spans
      .where((hours) => hours.where({ span_seconds: HOUR_SECONDS }).where('at_seconds', '<', hoursUntil))
      .orWhere((minutes) =>
        minutes.where({ span_seconds: MINUTE_SECONDS }).where('at_seconds', '>=', hoursUntil),
      );
  });
}

interface KeyedPoint {
  readonly key: string | undefined;
  readonly point: StatisticPoint;
}

function pointsByCode(row: SummedRow): readonly KeyedPoint[] {
  return Object.entries(errorsFromRow(row)).map(([code, attempts]) => ({
    key: code,
    point: {
      ...NO_COUNTS,
      atSeconds: Number(row.bucket),
      attempts,
      [code === 'http_status' ? 'rejected' : 'unreachable']: attempts,
    },
  }));
}

function seriesOf(found: readonly KeyedPoint[]): readonly StatisticSeries[] {
  const series = new Map<string | undefined, StatisticPoint[]>();
  for (const { key, point } of found) series.set(key, [...(series.get(key) ?? []), point]);
  const weight = (of: readonly StatisticPoint[]) =>
    of.reduce((sum, { attempts, accepted }) => sum + attempts + accepted, 0);
  return [...series]
    .sort(([a, of], [b, others]) => weight(others) - weight(of) || ((a ?? '') < (b ?? '') ? -1 : 1))
    .slice(0, MAX_SERIES)
    .map(([key, of]) => ({ key, points: of.sort((a, b) => a.atSeconds - b.atSeconds) }));
}
