import type { Knex } from 'knex';
import { examineReport } from '../../domain/operations/examine-report';
import type { OperationMethod } from '../../domain/operations/operation';
import type { OperationKey } from '../../domain/operations/operation-record';
import type { OperationReport, Contradiction } from '../../domain/operations/report';
import {
  operationFromRow,
  operationKeyToRow,
  lockOperation,
  reportFromRow,
  type OperationReportRow,
} from './operation-row';

export interface NewReport extends OperationKey {
  readonly report: OperationReport;
  readonly contentHash: string;
  readonly receivedAt: string;
}

export interface InsertedReport {
  /** Of the operation. */
  readonly method: OperationMethod;
  readonly isDuplicate: boolean;
  /** Whether nothing is left to do for it. */
  readonly isApplied: boolean;
}

/** Not stored, because of these. */
export interface RefusedReport {
  readonly contradictions: readonly Contradiction[];
}

/** Stores a report that can be used and says something new. Reports of one operation come here one after the other. */
export async function insertOperationReport(
  db: Knex,
  { report, contentHash, receivedAt, ...key }: NewReport,
): Promise<InsertedReport | RefusedReport | undefined> {
  return db.transaction(async (trx) => {
    const row = await lockOperation(trx, key);
    if (!row) return undefined;
    const { operation } = operationFromRow(row);
    const { method } = operation;
    const reports = () => trx<OperationReportRow>('operation_reports').where(operationKeyToRow(key));

    const earlier = await reports().where({ content_hash: contentHash }).first('applied_at');
    if (earlier) return { method, isDuplicate: true, isApplied: earlier.applied_at !== null };

    const before = await reports().whereNull('applied_at').orderBy('sequence');
    const { contradictions, isRepetition } = examineReport(operation, before.map(reportFromRow), report);
    if (contradictions.length > 0) return { contradictions };
    if (isRepetition) return { method, isDuplicate: true, isApplied: before.length === 0 };

    await trx<OperationReportRow>('operation_reports').insert({
      ...operationKeyToRow(key),
      content_hash: contentHash,
      report: JSON.stringify(report),
      received_at: receivedAt,
    });
    return { method, isDuplicate: false, isApplied: false };
  });
}
