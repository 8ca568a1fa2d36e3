import type { Knex } from 'knex';
import { hasFailedLast, hostFailure, type FailingHost } from '../../domain/deliveries/failing-host';
import {
  SLOW_ANSWER_MS,
  type AttemptTally,
  type DeliveryFindings,
  type FallbackTally,
} from '../../domain/deliveries/troubleshoot';
import { rowsOfAll, rowsOf, type RawAnswer } from '../database/reads';
import { NOT_A_TEST, LAST_HTTP_STATUS, type DeliveryRow } from './delivery-row';

const MAX_DELIVERIES = 500;

/** Of the newest deliveries of some time: those that failed, those that are pending, and all together. */
const LOOKED_AT = ["status = 'failed'", "status = 'pending'", 'true'].map(newestThat).join(' union ');

function newestThat(condition: string): string {
  return `select * from (select id, uri, template_fallback, created_at from deliveries
    where environment_id = :environmentId and ${condition} and ${NOT_A_TEST} and created_at >= :since
    order by created_at desc, id desc limit :limit) part`;
}

/** The last is a time, a space and an id: the greatest text is the newest. */
const OF_ATTEMPTS = [
  'looked_at.uri',
  'error_code',
  'http_status',
  'count(*) as number',
  'sum(case when duration_ms >= :slowMs then 1 else 0 end) as slow',
  "max(started_at || ' ' || looked_at.id) as newest",
].join(', ');
const OF_FALLBACKS = [
  'uri',
  'template_fallback as reason',
  'count(*) as number',
  "max(created_at || ' ' || id) as newest",
].join(', ');

const ATTEMPTS = `select ${OF_ATTEMPTS} from (${LOOKED_AT}) looked_at
  join attempts on attempts.delivery_id = looked_at.id group by looked_at.uri, error_code, http_status`;
const FALLBACKS = `select ${OF_FALLBACKS} from (${LOOKED_AT}) looked_at
  where template_fallback is not null group by uri, template_fallback`;

interface TallyRow {
  readonly uri: string;
  readonly number: number | string;
  readonly newest: string;
}

interface AttemptTallyRow extends TallyRow {
  readonly error_code: AttemptTally['errorCode'] | null;
  readonly http_status: number | null;
  readonly slow: number | string;
}

interface FallbackTallyRow extends TallyRow {
  readonly reason: string;
}

/**
 * Counts how the attempts of an environment's newest deliveries ended: at most 500 failed ones, 500 pending ones and
 * 500 of any status, however many there are. Tests are left out.
 *
 * @param since ISO text, UTC: deliveries that began then or later.
 */
export async function findFailures(
  db: Knex,
  environmentId: string,
  since: string,
): Promise<DeliveryFindings> {
  const values = { environmentId, since, limit: MAX_DELIVERIES };
  const [attempts, fallbacks] = await Promise.all([
    db.raw<RawAnswer<AttemptTallyRow>>(ATTEMPTS, { ...values, slowMs: SLOW_ANSWER_MS }),
    db.raw<RawAnswer<FallbackTallyRow>>(FALLBACKS, values),
  ]);
  return {
    attempts: rowsOf(attempts).map((row) => ({
      ...seenOf(row),
      errorCode: row.error_code ?? undefined,
      httpStatus: row.http_status ?? undefined,
      slow: Number(row.slow),
    })),
    fallbacks: rowsOf(fallbacks).map((row): FallbackTally => ({ ...seenOf(row), reason: row.reason })),
  };
}

function seenOf({ uri, number, newest }: TallyRow) {
  const [lastAt = '', lastDeliveryId = ''] = newest.split(' ');
  return { uri, count: Number(number), lastAt, lastDeliveryId };
}

const MAX_HOSTS = 50;
/** Deliveries that have failed, and as many pending ones, in which hosts with failures are looked for: the newest. */
const MAX_READ = 10_000;
/** Deliveries to a host that say whether it has accepted anything since: the newest. */
const NEWEST_OF_A_HOST = 200;

interface PendingRow {
  readonly destination_host: string;
  /** A text on PostgreSQL, as each count. */
  readonly sending: number | string;
  readonly waiting: number | string;
  readonly troubled: number | string;
  readonly next_attempt_at: string | null;
}

interface FailedRow {
  readonly destination_host: string;
  readonly number: number | string;
}

type HostRow = Pick<
  DeliveryRow,
  'destination_host' | 'status' | 'last_error_code' | 'created_at' | 'updated_at'
> & { readonly last_http_status: number | null };

/**
 * Finds the hosts whose last attempt failed, those with the most failures first, at most 50. It reads the newest 10,000
 * pending deliveries and as many failed ones, and the newest 200 of each host that has failures. Tests are left out.
 *
 * @param since ISO text, UTC: failed deliveries that were created then or later count.
 */
export async function listFailingHosts(
  db: Knex,
  environmentId: string,
  since: string,
): Promise<readonly FailingHost[]> {
  const own = () =>
    db<DeliveryRow>('deliveries')
      .where({ environment_id: environmentId })
      .whereNotNull('destination_host')
      .whereRaw(NOT_A_TEST);
  const newest = (query: Knex.QueryBuilder) => query.orderBy('created_at', 'desc').limit(MAX_READ);
  const pending = newest(
    own().where({ status: 'pending' }).select('destination_host', 'next_attempt_at', 'last_error_code'),
  );
  const failed = newest(
    own().where({ status: 'failed' }).where('created_at', '>=', since).select('destination_host'),
  );
  const [pendingRows, failedRows]: [readonly PendingRow[], readonly FailedRow[]] = await Promise.all([
    db
      .from(pending.as('pending'))
      .groupBy('destination_host')
      .select(
        'destination_host',
        db.raw('sum(case when next_attempt_at is null then 1 else 0 end) as sending'),
        db.raw('sum(case when next_attempt_at is null then 0 else 1 end) as waiting'),
        db.raw('sum(case when last_error_code is null then 0 else 1 end) as troubled'),
        db.raw('min(next_attempt_at) as next_attempt_at'),
      ),
    db
      .from(failed.as('failed'))
      .groupBy('destination_host')
      .select('destination_host', db.raw('count(*) as number')),
  ]);
  const pendingOf = new Map(pendingRows.map((row) => [row.destination_host, row]));
  const failedOf = new Map(failedRows.map((row) => [row.destination_host, Number(row.number)]));
  const troubles = (host: string) => Number(pendingOf.get(host)?.troubled ?? 0) + (failedOf.get(host) ?? 0);
  const suspects = [...new Set([...pendingOf.keys(), ...failedOf.keys()])]
    .filter((host) => troubles(host) > 0)
    .sort((a, b) => troubles(b) - troubles(a) || (a < b ? -1 : 1))
    .slice(0, MAX_HOSTS);
  const rows = await newestOf(db, environmentId, suspects);
  return suspects.flatMap((host) => {
    const failure = hostFailure((rows.get(host) ?? []).map(hostDelivery));
    if (!failure) return [];
    const counts = pendingOf.get(host);
    return [
      {
        host,
        ...failure,
        sending: Number(counts?.sending ?? 0),
        waiting: Number(counts?.waiting ?? 0),
        failed24h: failedOf.get(host) ?? 0,
        nextAttemptAt: counts?.next_attempt_at ?? undefined,
      },
    ];
  });
}

async function newestOf(
  db: Knex,
  environmentId: string,
  hosts: readonly string[],
): Promise<ReadonlyMap<string, readonly HostRow[]>> {
  const rows = await rowsOfAll<HostRow>(
    db,
    hosts.map((host) =>
      db('deliveries')
        .where({ environment_id: environmentId, destination_host: host })
        .whereRaw(NOT_A_TEST)
        .orderBy('created_at', 'desc')
        .limit(NEWEST_OF_A_HOST)
        .select(
          'destination_host',
          'status',
          'last_error_code',
          'created_at',
          'updated_at',
          db.raw(LAST_HTTP_STATUS),
        ),
    ),
  );
  const byHost = new Map<string, HostRow[]>();
  for (const row of rows) {
    const host = row.destination_host ?? '';
    byHost.set(host, [...(byHost.get(host) ?? []), row]);
  }
  return byHost;
}

function hostDelivery(row: HostRow) {
  return {
    status: row.status,
    lastErrorCode: (row.last_error_code as FailingHost['lastErrorCode'] | null) ?? undefined,
    lastHttpStatus: row.last_http_status ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

const DAY_MS = 86_400_000;
const MAX_COUNTED_HOSTS = 500;

/** Times of the last failure of each host, and of what it accepted last. */
const TIMES_OF_HOSTS = `
  select hosts.failed_at, (
    select max(newest.updated_at) from (
      select d.status, d.updated_at from deliveries d
      where d.environment_id = hosts.environment_id and d.destination_host = hosts.destination_host and not d.is_test
      order by d.created_at desc limit ${NEWEST_OF_A_HOST}
    ) newest
    where newest.status = 'delivered'
  ) as accepted_at
  from (
    select environment_id, destination_host, max(updated_at) as failed_at
    from (
      select * from (
        select environment_id, destination_host, updated_at from deliveries
        where status in ('failed', 'cancelled') and updated_at >= ?
          and status = 'failed' and destination_host is not null and ${NOT_A_TEST}
        order by updated_at desc limit ${MAX_READ}
      ) failed
      union all
      select * from (
        select environment_id, destination_host, updated_at from deliveries
        where status = 'pending' and next_attempt_at is not null
          and last_error_code is not null and destination_host is not null and ${NOT_A_TEST}
        order by next_attempt_at desc limit ${MAX_READ}
      ) pending
    ) failures
    group by environment_id, destination_host
    order by failed_at desc limit ${MAX_COUNTED_HOSTS}
  ) hosts`;

interface HostTimes {
  readonly failed_at: string;
  readonly accepted_at: string | null;
}

/**
 * Counts the hosts whose last attempt failed, up to 500, each once for each product environment. Those alone count that
 * have a delivery which waits for its next attempt, or has failed within a day. Tests are left out.
 *
 * @param at ISO text, UTC.
 */
export async function countFailingHosts(db: Knex, at: string): Promise<number> {
  const since = new Date(Date.parse(at) - DAY_MS).toISOString();
  const hosts = rowsOf(await db.raw<RawAnswer<HostTimes>>(TIMES_OF_HOSTS, [since]));
  return hosts.filter((host) => hasFailedLast(host.failed_at, host.accepted_at ?? undefined)).length;
}
