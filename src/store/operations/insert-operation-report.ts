import type { Knex } from 'knex';
import type { InsertedReport, NewReport, RefusedReport } from '../../domain/operations/report';
import { examineReport } from '../../domain/operations/operation-step';
import {
  operationFromRow,
  operationKeyToRow,
  lockOperation,
  reportFromRow,
  type OperationReportRow,
} from './operation-row';

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
