import type { Knex } from 'knex';
import type {
  DeliveryCounts,
  DeliveryErrorCode,
  DeliveryFilter,
  DeliveryQuery,
  DeliveryStatus,
} from '../../domain/deliveries/delivery';
import { MAX_COUNTED, type UrlTally } from '../../domain/triggers/notification-url';
import { narrowToPage } from '../database/narrow-to-page';
import { rowsOfAll } from '../database/reads';
import { narrowDeliveries, WAITS } from './delivery-row';

/** Which deliveries are counted. */
export interface CountedFilter extends DeliveryFilter, Pick<DeliveryQuery, 'from' | 'to'> {
  /** More than these are not counted. */
  readonly most?: number;
}

/** Deliveries that have all of it in common. */
interface Group {
  readonly status: DeliveryStatus;
  /** 0 or 1. */
  readonly waits: number;
  readonly last_error_code: DeliveryErrorCode | null;
  readonly destination_host: string | null;
  /** A text on PostgreSQL. */
  readonly count: number | string;
  readonly oldest: string;
  readonly newest: string;
}

const WAITS_COLUMN = `case when ${WAITS} then 1 else 0 end as waits`;

/** Counts the newest that a filter finds, by default 10,000, in one statement. */
export async function countDeliveries(
  reader: Knex,
  environmentId: string,
  { most = MAX_COUNTED, ...filter }: CountedFilter,
): Promise<DeliveryCounts> {
  const counted = reader('deliveries')
    .where({ environment_id: environmentId })
    .select('status', 'last_error_code', 'destination_host', 'created_at', reader.raw(WAITS_COLUMN));
  narrowDeliveries(counted, filter);
  const { from, to } = filter;
  narrowToPage(counted, { time: 'created_at', id: 'id' }, { from, to, limit: most + 1 });
  const shared = ['status', 'waits', 'last_error_code', 'destination_host'] as const;
  const groups: readonly Group[] = await reader
    .from(counted.as('counted'))
    .groupBy(shared)
    .select(...shared, reader.raw('count(*) as count'))
    .min({ oldest: 'created_at' })
    .max({ newest: 'created_at' });
  return countsOf(
    groups.map((group) => ({ ...group, count: Number(group.count) })),
    most,
  );
}

type CountedGroup = Group & { readonly count: number };

const MAX_HOSTS = 20;

function countsOf(groups: readonly CountedGroup[], most: number): DeliveryCounts {
  const all = sumOf(groups);
  const of = (status: DeliveryStatus) => sumOf(groups.filter((group) => group.status === status));
  const pending = groups.filter(({ status }) => status === 'pending');
  return {
    total: Math.min(all, most),
    isAtLeast: all > most,
    byStatus: {
      pending: of('pending'),
      delivered: of('delivered'),
      failed: of('failed'),
      cancelled: of('cancelled'),
    },
    byPhase: {
      sending: sumOf(pending.filter(({ waits }) => waits === 0)),
      waiting: sumOf(pending.filter(({ waits }) => waits === 1)),
    },
    byErrorCode: mostFrequent(groups, (group) => group.last_error_code).map(([errorCode, count]) => ({
      errorCode,
      count,
    })),
    byHost: mostFrequent(groups, (group) => group.destination_host)
      .slice(0, MAX_HOSTS)
      .map(([host, count]) => ({ host, count })),
    oldest: groups.map(({ oldest }) => oldest).sort()[0],
    newest: groups
      .map(({ newest }) => newest)
      .sort()
      .at(-1),
  };
}

function sumOf(groups: readonly CountedGroup[]): number {
  return groups.reduce((sum, { count }) => sum + count, 0);
}

/** Each value with its number, the greatest first. What has none is left out. */
function mostFrequent<Value extends string>(
  groups: readonly CountedGroup[],
  valueOf: (group: CountedGroup) => Value | null,
): readonly (readonly [Value, number])[] {
  const counts = new Map<Value, number>();
  for (const group of groups) {
    const value = valueOf(group);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + group.count);
  }
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}

interface AskedTallies {
  readonly environmentId: string;
  /** In normal form. */
  readonly uris: readonly string[];
  /** ISO text, UTC: deliveries that began then or later. */
  readonly since: string;
}

interface CountRow {
  readonly uri: string;
  readonly what: 'delivered' | 'failed' | 'waiting' | 'last_failure';
  readonly number: number | string;
  readonly error_code: string | null;
}

const MAX_PENDING = 1_000;

/** The index holds what has ended; SQLite uses it for a query that says the same. */
const HAS_ENDED = "status <> 'pending'";

/**
 * Counts the deliveries to some URLs by what became of them, in one statement. It reads at most 10,000 entries of an
 * index for each URL and outcome, and the newest 1,000 pending deliveries.
 *
 * @returns one for each URL, in their order.
 */
export async function countByUrl(
  db: Knex,
  { environmentId, uris, since }: AskedTallies,
): Promise<readonly UrlTally[]> {
  if (uris.length === 0) return [];
  const ofUrl = (uri: string, status: string) =>
    db('deliveries')
      .where({ environment_id: environmentId, uri, status })
      .whereRaw(HAS_ENDED)
      .where('created_at', '>=', since);
  const count = (uri: string, status: 'delivered' | 'failed') =>
    db
      .from(
        ofUrl(uri, status)
          .select(db.raw('1 as one'))
          .limit(MAX_COUNTED + 1)
          .as('ended'),
      )
      .select(
        db.raw('cast(? as text) as uri, cast(? as text) as what, count(*) as number', [uri, status]),
        db.raw('cast(null as text) as error_code'),
      );
  const lastFailure = (uri: string) =>
    db
      .from(
        ofUrl(uri, 'failed')
          .select('uri', 'last_error_code')
          .orderBy('created_at', 'desc')
          .limit(1)
          .as('newest'),
      )
      .select(
        db.raw(
          'cast(uri as text) as uri, cast(? as text) as what, 1 as number, last_error_code as error_code',
          ['last_failure'],
        ),
      );
  const pending = db('deliveries')
    .where({ environment_id: environmentId, status: 'pending' })
    .where('created_at', '>=', since)
    .select('uri', 'last_error_code', 'created_at')
    .orderBy('created_at', 'desc')
    .limit(MAX_PENDING)
    .as('pending');
  const waiting = db
    .from(pending)
    .whereNotNull('last_error_code')
    .whereIn('uri', [...uris])
    .groupBy('uri')
    .select(
      db.raw(
        'cast(uri as text) as uri, cast(? as text) as what, count(*) as number, max(last_error_code) as error_code',
        ['waiting'],
      ),
    );
  const rows = await rowsOfAll<CountRow>(db, [
    waiting,
    ...uris.flatMap((uri) => [count(uri, 'delivered'), count(uri, 'failed'), lastFailure(uri)]),
  ]);
  const found = new Map(rows.map((row) => [`${row.what} ${row.uri}`, row]));
  return uris.map((uri) => {
    const numberOf = (what: CountRow['what']) => Number(found.get(`${what} ${uri}`)?.number ?? 0);
    const code =
      found.get(`waiting ${uri}`)?.error_code ?? found.get(`last_failure ${uri}`)?.error_code ?? undefined;
    return {
      uri,
      delivered: numberOf('delivered'),
      failed: numberOf('failed'),
      waiting: numberOf('waiting'),
      lastErrorCode: code as UrlTally['lastErrorCode'],
    };
  });
}
