import type { Knex } from 'knex';
import type {
  Attempt,
  StateAfterAttempt,
  AttemptOutcome,
  AttemptTimings,
} from '../../domain/deliveries/attempt';
import type { DeliveryStatus } from '../../domain/deliveries/delivery';
import { rowsOf, type RawAnswer } from '../database/reads';
import {
  ENDS_TROUBLE,
  noteEnds,
  type FailureTerms,
  type StandingRow,
} from '../failure-notifications/note-ends';
import type { DeliveryRow } from './delivery-row';

/** An attempt, and what it makes of its delivery. */
export interface AttemptRecord {
  readonly attempt: Attempt;
  readonly after: StateAfterAttempt;
}

/**
 * Stores attempts of different deliveries and their deliveries' new states, all or nothing.
 *
 * @returns the deliveries' statuses, in the order of the records.
 */
export async function recordAttempts(
  db: Knex,
  records: readonly AttemptRecord[],
  terms: FailureTerms = {},
): Promise<readonly DeliveryStatus[]> {
  const statuses = await recordAll(db, records, terms);
  return records.map(({ attempt, after }) => statuses.get(attempt.deliveryId) ?? after.status);
}

function recordAll(
  db: Knex,
  records: readonly AttemptRecord[],
  terms: FailureTerms,
): Promise<ReadonlyMap<string, DeliveryStatus>> {
  // Always in the same order, in which two processes cannot wait for each other.
  const inOrder = [...records].sort((a, b) => (a.attempt.deliveryId < b.attempt.deliveryId ? -1 : 1));
  return db.transaction(async (trx) => {
    const inserted = await trx<AttemptRow>('attempts')
      .insert(inOrder.map(({ attempt }) => attemptToRow(attempt)))
      .onConflict(['delivery_id', 'attempt_number'])
      .ignore()
      .returning('delivery_id');
    const isNew = new Set(inserted.map((row) => row.delivery_id));
    const fresh = inOrder.filter(({ attempt }) => isNew.has(attempt.deliveryId));
    const known = inOrder.filter(({ attempt }) => !isNew.has(attempt.deliveryId));
    const changed = await changeAll(trx, fresh);
    const rows = [...changed, ...(await statusesOf(trx, known))];
    for (const { attempt, after } of fresh) await replaceBody(trx, attempt.deliveryId, after);
    await noteEnds(trx, changed, terms);
    return new Map(rows.map(({ id, status }) => [id, status]));
  });
}

type StatusRow = Pick<DeliveryRow, 'id' | 'status'>;

const CHANGES = `update deliveries set
  status = case when deliveries.status = 'cancelled' and o.status <> 'delivered' then deliveries.status else o.status end,
  next_attempt_at = case when deliveries.status = 'cancelled' then null else o.next_attempt_at end,
  waiting_for = null, waiting_since = null, attempt_count = attempt_count + 1,
  last_error_code = o.last_error_code, own_workflow = o.own_workflow, updated_at = o.updated_at`;
const OUTCOME = `select cast(? as text) as id, cast(? as text) as status, cast(? as text) as next_attempt_at,
  cast(? as text) as last_error_code, cast(? as boolean) as own_workflow, cast(? as text) as updated_at`;
const CHANGED = `deliveries.id, deliveries.status, ${ENDS_TROUBLE}`;

/** One statement for all: it is made for each attempt, of which there are many a second. */
async function changeAll(trx: Knex, records: readonly AttemptRecord[]): Promise<readonly StandingRow[]> {
  if (records.length === 0) return [];
  const outcomes = records.map(outcomeOf);
  const sql = `${CHANGES} from (${outcomes.map(() => OUTCOME).join(' union all ')}) o where deliveries.id = o.id returning ${CHANGED}`;
  const values = outcomes.flatMap((o) => [
    ...[o.id, o.status, o.next_attempt_at],
    ...[o.last_error_code, o.own_workflow, o.updated_at],
  ]);
  return rowsOf(await trx.raw<RawAnswer<StandingRow>>(sql, values));
}

type Outcome = Pick<
  DeliveryRow,
  'id' | 'status' | 'next_attempt_at' | 'last_error_code' | 'own_workflow' | 'updated_at'
>;

function outcomeOf({ attempt: { deliveryId, startedAt, outcome }, after }: AttemptRecord): Outcome {
  return {
    id: deliveryId,
    status: after.status,
    next_attempt_at: after.nextAttemptAt ?? null,
    last_error_code: outcome.kind === 'delivered' ? null : outcome.errorCode,
    own_workflow: !after.endsWithinEvent,
    updated_at: new Date(Date.parse(startedAt) + outcome.durationMs).toISOString(),
  };
}

async function statusesOf(trx: Knex, records: readonly AttemptRecord[]): Promise<readonly StatusRow[]> {
  if (records.length === 0) return [];
  const ids = records.map(({ attempt }) => attempt.deliveryId);
  return trx<DeliveryRow>('deliveries').whereIn('id', ids).select('id', 'status');
}

/** Stores a body that had to be rendered again, unless the delivery was readdressed meanwhile. */
export async function replaceBody(
  trx: Knex,
  id: string,
  { replacedBody }: Pick<StateAfterAttempt, 'replacedBody'>,
): Promise<void> {
  if (!replacedBody) return;
  const { body, replaces, signatureKey, note } = replacedBody;
  await trx<DeliveryRow>('deliveries')
    .where({ id, body: replaces })
    .update({ body, signature_key: signatureKey, note });
}

export interface AttemptRow {
  delivery_id: string;
  attempt_number: number;
  started_at: string;
  request_headers: string;
  outcome_kind: AttemptOutcome['kind'];
  http_status: number | null;
  error_code: string | null;
  error_message: string | null;
  response_excerpt: string | null;
  duration_ms: number;
  resent: boolean | number;
  response_headers: string | null;
  timings: string | null;
}

export function attemptToRow({
  deliveryId,
  attemptNumber,
  startedAt,
  requestHeaders,
  outcome,
}: Attempt): AttemptRow {
  const answered = outcome.kind !== 'unreachable';
  const failed = outcome.kind !== 'delivered';
  return {
    delivery_id: deliveryId,
    attempt_number: attemptNumber,
    started_at: startedAt,
    request_headers: JSON.stringify(requestHeaders),
    outcome_kind: outcome.kind,
    http_status: answered ? outcome.httpStatus : null,
    error_code: failed ? outcome.errorCode : null,
    error_message: failed ? outcome.errorMessage : null,
    response_excerpt: answered ? outcome.responseExcerpt : null,
    duration_ms: outcome.durationMs,
    resent: outcome.resent ?? false,
    response_headers: answered && outcome.responseHeaders ? JSON.stringify(outcome.responseHeaders) : null,
    timings: outcome.timingsMs ? JSON.stringify(outcome.timingsMs) : null,
  };
}

export function attemptFromRow(row: AttemptRow): Attempt {
  return {
    deliveryId: row.delivery_id,
    attemptNumber: row.attempt_number,
    startedAt: row.started_at,
    requestHeaders: JSON.parse(row.request_headers) as Attempt['requestHeaders'],
    outcome: outcomeFromRow(row),
  };
}

function outcomeFromRow(row: AttemptRow): AttemptOutcome {
  const ending = {
    durationMs: row.duration_ms,
    ...(row.resent ? ({ resent: true } as const) : {}),
    ...(row.timings !== null && { timingsMs: JSON.parse(row.timings) as AttemptTimings }),
  };
  const answer = {
    httpStatus: row.http_status ?? 0,
    responseExcerpt: row.response_excerpt ?? '',
    ...(row.response_headers !== null && {
      responseHeaders: JSON.parse(row.response_headers) as Readonly<Record<string, string>>,
    }),
    ...ending,
  };
  const errorMessage = row.error_message ?? '';
  switch (row.outcome_kind) {
    case 'delivered':
      return { kind: 'delivered', ...answer };
    case 'rejected':
      return { kind: 'rejected', errorCode: 'http_status', errorMessage, ...answer };
    case 'unreachable': {
      type Unreachable = Extract<AttemptOutcome, { kind: 'unreachable' }>;
      return {
        kind: 'unreachable',
        errorCode: row.error_code as Unreachable['errorCode'],
        errorMessage,
        ...ending,
      };
    }
  }
}
