import type { Knex } from 'knex';
import type { OperationMethod } from '../domain/operation/operation';
import type { OperationKey } from '../domain/operation/operation-record';
import type { OperationReport } from '../domain/operation/report';
import { ignoredFromRow, type OperationReportRow } from './operation-report-row';
import { operationKeyToRow, type OperationRow } from './operation-row';

export interface NewReport extends OperationKey {
  readonly report: OperationReport;
  readonly contentHash: string;
  readonly receivedAt: string;
}

export interface InsertedReport {
  /** Of the operation. */
  readonly method: OperationMethod;
  readonly isDuplicate: boolean;
  readonly appliedAt: string | undefined;
  readonly ignored: readonly string[];
}

/** Stores a report, or finds the one with the same content: the unique key decides. */
export async function insertOperationReport(
  db: Knex,
  { report, contentHash, receivedAt, ...key }: NewReport,
): Promise<InsertedReport | undefined> {
  const operation = await db<OperationRow>('operations').where(operationKeyToRow(key)).first('method');
  if (!operation) return undefined;
  const method = operation.method as OperationMethod;
  const row = { ...operationKeyToRow(key), content_hash: contentHash };
  const inserted = await db<OperationReportRow>('operation_reports')
    .insert({ ...row, report: JSON.stringify(report), received_at: receivedAt })
    .onConflict(['environment_id', 'operation_id', 'content_hash'])
    .ignore()
    .returning('sequence');
  if (inserted.length > 0) return { method, isDuplicate: false, appliedAt: undefined, ignored: [] };
  const earlier = await db<OperationReportRow>('operation_reports').where(row).first('applied_at', 'ignored');
  return {
    method,
    isDuplicate: true,
    appliedAt: earlier?.applied_at ?? undefined,
    ignored: earlier ? ignoredFromRow(earlier) : [],
  };
}
