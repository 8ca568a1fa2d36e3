import type { Knex } from 'knex';
import type { DeliveryErrorCode, DeliveryStatus } from '../../domain/deliveries/delivery';
import { SERVICE_EVENT_TYPES } from '../../domain/events/service-events';
import {
  beginTrouble,
  takeSign,
  type FinalFailure,
  type HostSign,
} from '../../domain/failure-notifications/host-trouble';
import { insertFailureEvents, type FailureTerms, type HostNews } from './insert-failure-events';
import { troubleFromRow, troubleToRow, type TroubledHostRow } from './troubled-host-row';

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
 * Notes what the ends of deliveries say of their hosts, in the transaction that stores them: neither is there without the
 * other. Where a product environment wants to be told, an event is stored, which the sweeper starts. Source: docs/decisions.md D75.
 *
 * Costs nothing while no delivery fails for good and no host is known to fail. Whoever calls it writes nothing after it:
 * hosts come last, and in one order, so that two transactions never wait for each other.
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
  const error = row.error_code === null ? undefined : errorOf(row, row.error_code);
  return { kind: 'failed', deliveryId, at, runBeganAt: row.run_began_at ?? at, error };
}

function errorOf({ http_status, error_message }: EndRow, code: string) {
  return {
    code: code as DeliveryErrorCode,
    httpStatus: http_status ?? undefined,
    message: error_message ?? undefined,
  };
}
