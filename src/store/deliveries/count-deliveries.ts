import type { Knex } from 'knex';
import type {
  DeliveryCounts,
  DeliveryErrorCode,
  DeliveryFilter,
  DeliveryQuery,
  DeliveryStatus,
} from '../../domain/deliveries/delivery';
import { MAX_COUNTED } from '../../domain/deliveries/url-tally';
import { narrowToPage } from '../database/narrow-to-page';
import { narrowDeliveries, WAITS } from './narrow-deliveries';

const MAX_HOSTS = 20;
const WAITS_COLUMN = `case when ${WAITS} then 1 else 0 end as waits`;

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
