import type { OperationKey, OperationRecord, OperationReport } from '../../domain/operations/operation';
import type { Knex } from 'knex';

export interface OperationRow {
  environment_id: string;
  operation_id: string;
  method: string;
  request: string;
  state: string;
  response: string | null;
  triggered_at: string;
  triggered_by: string;
  request_id: string;
  content_hash: string;
  created_at: string;
  updated_at: string;
  started_at: string | null;
  ended_at: string | null;
}

export function operationKeyToRow({ environmentId, operationId }: OperationKey) {
  return { environment_id: environmentId, operation_id: operationId };
}

/** @param contentHash equal for two announcements that mean the same. */
export function operationToRow(record: OperationRecord, contentHash: string): OperationRow {
  return {
    ...operationKeyToRow(record),
    method: record.operation.method,
    request: JSON.stringify(record.request),
    state: JSON.stringify(record.operation),
    response: record.response ? JSON.stringify(record.response) : null,
    triggered_at: record.triggeredAt,
    triggered_by: JSON.stringify(record.triggeredBy),
    request_id: record.requestId,
    content_hash: contentHash,
    created_at: record.createdAt,
    updated_at: record.createdAt,
    started_at: null,
    ended_at: null,
  };
}

export function operationFromRow(row: OperationRow): OperationRecord {
  return {
    environmentId: row.environment_id,
    operationId: row.operation_id,
    operation: JSON.parse(row.state) as OperationRecord['operation'],
    request: JSON.parse(row.request) as OperationRecord['request'],
    response: responseFromRow(row),
    triggeredAt: row.triggered_at,
    triggeredBy: JSON.parse(row.triggered_by) as OperationRecord['triggeredBy'],
    requestId: row.request_id,
    createdAt: row.created_at,
  };
}

export function responseFromRow({ response }: Pick<OperationRow, 'response'>): OperationRecord['response'] {
  return response === null ? undefined : (JSON.parse(response) as OperationRecord['response']);
}

/**
 * Reads an operation and makes every other transaction that locks it wait until this one is done. The first
 * statement of its transaction: an update that changes nothing, which takes SQLite's lock too.
 */
export async function lockOperation(
  trx: Knex.Transaction,
  key: OperationKey,
): Promise<OperationRow | undefined> {
  const [row] = await trx<OperationRow>('operations')
    .where(operationKeyToRow(key))
    .update({ updated_at: trx.ref('updated_at') })
    .returning('*');
  return row;
}

export interface OperationReportRow {
  /** Counts up with the receipt. PostgreSQL gives it as text. */
  sequence: number | string;
  environment_id: string;
  operation_id: string;
  content_hash: string;
  report: string;
  received_at: string;
  signalled_at: string | null;
  applied_at: string | null;
}

export function reportFromRow({ report }: Pick<OperationReportRow, 'report'>): OperationReport {
  return JSON.parse(report) as OperationReport;
}
