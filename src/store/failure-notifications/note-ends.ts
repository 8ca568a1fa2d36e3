import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { DeliveryErrorCode, DeliveryStatus } from '../../domain/deliveries/delivery';
import { SERVICE_EVENT_TYPES } from '../../domain/events/event';
import {
  beginTrouble,
  takeSign,
  failureEvent,
  type FinalFailure,
  type HostSign,
  type FailureNews,
  type HostTrouble,
} from '../../domain/failure-notifications/host-trouble';
import { eventToRow, type EventRow } from '../events/event-row';

/** A column of a statement on `deliveries`: whether the host of a delivery that was accepted is known to fail. */
export const ENDS_TROUBLE = `(deliveries.status = 'delivered' and exists (
  select 1 from troubled_hosts t where t.environment_id = deliveries.environment_id
    and t.host = deliveries.destination_host and t.recovered_at is null)) as ends_trouble`;

/** A delivery after an attempt or a settlement. */
export interface StandingRow {
  readonly id: string;
  readonly status: DeliveryStatus;
  /** 0 or 1 on SQLite; `null` for false, too. */
  readonly ends_trouble: boolean | number | null;
}

/** Where a page about failures is. */
export interface FailureTerms {
  /** The address of the API, without a slash at its end; `undefined` when nobody has set it. */
  readonly publicUrl?: string | undefined;
}

interface EndRow {
  readonly id: string;
  readonly status: DeliveryStatus;
  readonly environment_id: string;
  readonly host: string;
  readonly ended_at: string;
  readonly uri: string;
  readonly run_began_at: string | null;
  readonly error_code: string | null;
  readonly http_status: number | null;
  readonly error_message: string | null;
}

/**
 * Notes what the ends of deliveries say of their hosts, in the transaction that stores them: neither is there without
 * the other. Where a product environment wants to be told, an event is stored, which the sweeper starts. Source:
 * docs/decisions.md D75.
 *
 * Costs nothing while no delivery fails for good and no host is known to fail. Whoever calls it writes nothing after
 * it: hosts come last, and in one order, so that two transactions never wait for each other.
 */
export async function noteEnds(
  trx: Knex,
  standing: readonly StandingRow[],
  terms: FailureTerms,
): Promise<void> {
  const ids = standing
    .filter(({ status, ends_trouble }) => status === 'failed' || Boolean(ends_trouble))
    .map(({ id }) => id);
  if (ids.length === 0) return;
  const byHost = new Map<string, EndRow[]>();
  for (const row of await endsOf(trx, ids)) {
    const key = `${row.environment_id} ${row.host}`;
    byHost.set(key, [...(byHost.get(key) ?? []), row]);
  }
  for (const key of [...byHost.keys()].sort()) await noteOf(trx, byHost.get(key) ?? [], terms);
}

/** Of the product environments that want to be told; without tests and the service's own events. Oldest first. */
function endsOf(trx: Knex, ids: readonly string[]): PromiseLike<EndRow[]> {
  return trx('deliveries as d')
    .join('failure_notification_urls as u', 'u.environment_id', 'd.environment_id')
    .leftJoin('attempts as first', (on) =>
      on.on('first.delivery_id', 'd.id').andOn('first.attempt_number', 'd.first_attempt_number'),
    )
    .leftJoin('attempts as last', (on) =>
      on.on('last.delivery_id', 'd.id').andOn('last.attempt_number', 'd.attempt_count'),
    )
    .whereIn('d.id', [...ids])
    .whereNotNull('d.destination_host')
    .whereNotIn('d.event_type', [...SERVICE_EVENT_TYPES])
    .where('d.is_test', false)
    .orderBy(['d.updated_at', 'd.id'])
    .select<EndRow[]>({
      id: 'd.id',
      status: 'd.status',
      environment_id: 'd.environment_id',
      host: 'd.destination_host',
      ended_at: 'd.updated_at',
      uri: 'u.uri',
      run_began_at: 'first.started_at',
      error_code: 'd.last_error_code',
      http_status: 'last.http_status',
      error_message: 'last.error_message',
    });
}

/** @param ends of one host, oldest first. */
async function noteOf(trx: Knex, ends: readonly EndRow[], terms: FailureTerms): Promise<void> {
  const [end] = ends;
  if (!end) return;
  const { environment_id: environmentId, host, uri } = end;
  const signs = ends.map(signOf);
  const hosts = () => trx<TroubledHostRow>('troubled_hosts').where({ environment_id: environmentId, host });
  const failure = signs.find((sign): sign is FinalFailure => sign.kind === 'failed');
  if (failure) {
    // Whoever comes second waits here until the first has committed, and then finds its row.
    await trx<TroubledHostRow>('troubled_hosts')
      .insert(troubleToRow(environmentId, beginTrouble(host, failure)))
      .onConflict(['environment_id', 'host'])
      .ignore();
  }
  const row = await hosts().forUpdate().first();
  if (!row) return;
  let trouble = troubleFromRow(row);
  const news: HostNews[] = [];
  for (const sign of signs) {
    const step = takeSign(trouble, sign);
    trouble = step.trouble;
    if (step.tells) news.push({ type: step.tells, trouble, at: sign.at });
  }
  await hosts().update(troubleToRow(environmentId, trouble));
  await insertFailureEvents(trx, news, { environmentId, uri, ...terms });
}

function signOf(row: EndRow): HostSign {
  const { id: deliveryId, ended_at: at } = row;
  if (row.status !== 'failed') return { kind: 'accepted', deliveryId, at };
  return { kind: 'failed', deliveryId, at, runBeganAt: row.run_began_at ?? at, error: errorOf(row) };
}

/** What is to be told of a host. */
type HostNews = Pick<FailureNews, 'type' | 'trouble' | 'at'>;

interface Told extends FailureTerms {
  readonly environmentId: string;
  readonly uri: string;
}

/** The content of an event that nobody posts, and that no post can be compared with. */
const NOT_POSTED = '';

/** Stores the events by which a product environment is told of hosts. The sweeper starts them. */
export async function insertFailureEvents(
  trx: Knex,
  news: readonly HostNews[],
  { environmentId, uri, publicUrl }: Told,
): Promise<void> {
  if (news.length === 0) return;
  const events = news.map((each) => {
    const requestId = randomUUID().replaceAll('-', '');
    return failureEvent({ ...each, environmentId, uri, publicUrl, requestId });
  });
  await trx<EventRow>('events').insert(events.map((event) => eventToRow(event, NOT_POSTED)));
}

export interface TroubledHostRow {
  environment_id: string;
  host: string;
  failing_since: string;
  failed_deliveries: number;
  error_code: string | null;
  http_status: number | null;
  error_message: string | null;
  last_failed_at: string;
  last_delivery_id: string;
  told_at: string | null;
  /** 0 or 1 on SQLite. */
  is_told: boolean | number;
  recovered_at: string | null;
}

export function troubleToRow(environmentId: string, trouble: HostTrouble): TroubledHostRow {
  return {
    environment_id: environmentId,
    host: trouble.host,
    failing_since: trouble.failingSince,
    failed_deliveries: trouble.failedDeliveries,
    error_code: trouble.lastError?.code ?? null,
    http_status: trouble.lastError?.httpStatus ?? null,
    error_message: trouble.lastError?.message ?? null,
    last_failed_at: trouble.lastFailedAt,
    last_delivery_id: trouble.lastDeliveryId,
    told_at: trouble.toldAt ?? null,
    is_told: trouble.isTold,
    recovered_at: trouble.recoveredAt ?? null,
  };
}

export function troubleFromRow(row: TroubledHostRow): HostTrouble {
  return {
    host: row.host,
    failingSince: row.failing_since,
    failedDeliveries: row.failed_deliveries,
    lastError: errorOf(row),
    lastFailedAt: row.last_failed_at,
    lastDeliveryId: row.last_delivery_id,
    toldAt: row.told_at ?? undefined,
    isTold: Boolean(row.is_told),
    recoveredAt: row.recovered_at ?? undefined,
  };
}

function errorOf({
  error_code,
  http_status,
  error_message,
}: Pick<TroubledHostRow, 'error_code' | 'http_status' | 'error_message'>) {
  if (error_code === null) return undefined;
  return {
    code: error_code as DeliveryErrorCode,
    httpStatus: http_status ?? undefined,
    message: error_message ?? undefined,
  };
}
