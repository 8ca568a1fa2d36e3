import type { Knex } from 'knex';
import type { InsertedReport, NewReport, RefusedReport } from '../../domain/operations/new-report';
import type { OperationResponse } from '../../domain/operations/obey-combination';
import type {
  OperationKey,
  OperationRecord,
  StoredOperation,
  StoredReport,
} from '../../domain/operations/operation-record';
import type { OperationStep } from '../../domain/operations/operation-step';
import { advanceOperation, type Decide } from './advance-operation';
import { insertOperationReport } from './insert-operation-report';
import {
  operationFromRow,
  operationKeyToRow,
  operationToRow,
  responseFromRow,
  type OperationRow,
  reportFromRow,
  type OperationReportRow,
} from './operation-row';
import { readerOf } from '../database/reader-of';

export function createOperationStore(db: Knex) {
  const reader = readerOf(db);
  const operations = (key: OperationKey, from = reader) =>
    from<OperationRow>('operations').where(operationKeyToRow(key));
  const reports = (key: OperationKey) =>
    reader<OperationReportRow>('operation_reports').where(operationKeyToRow(key));

  return {
    /**
     * Stores an operation, or finds the one that has its id: the unique key decides.
     *
     * @param formerHash what an operation that was stored before meanings were compared has as its `contentHash`.
     */
    async insert(
      record: OperationRecord,
      contentHash: string,
      formerHash: string = contentHash,
    ): Promise<'inserted' | { readonly earlier: OperationRecord; readonly isSame: boolean }> {
      const inserted = await db<OperationRow>('operations')
        .insert(operationToRow(record, contentHash))
        .onConflict(['environment_id', 'operation_id'])
        .ignore()
        .returning('operation_id');
      if (inserted.length > 0) return 'inserted';
      const row = await operations(record, db).first();
      if (!row) throw new Error(`operation ${record.operationId} was deleted while it was announced again`);
      const isSame = [contentHash, formerHash].includes(row.content_hash);
      return { earlier: operationFromRow(row), isSame };
    },

    async find(key: OperationKey): Promise<StoredOperation | undefined> {
      const row = await operations(key).first();
      return (
        row && { ...operationFromRow(row), updatedAt: row.updated_at, endedAt: row.ended_at ?? undefined }
      );
    },

    /** @returns `undefined` when there is no such operation. */
    async findAnswer(
      key: OperationKey,
    ): Promise<{ readonly response: OperationResponse | undefined } | undefined> {
      const row = await operations(key).first('response');
      return row && { response: responseFromRow(row) };
    },

    /** In the order of receipt. */
    async listReports(key: OperationKey): Promise<readonly StoredReport[]> {
      return (await reports(key).orderBy('sequence')).map((row) => ({
        report: reportFromRow(row),
        receivedAt: row.received_at,
        appliedAt: row.applied_at ?? undefined,
      }));
    },

    /**
     * Stores a report, unless the operation has one with the same content, or it contradicts those that it has.
     *
     * @returns the report that stands; `undefined` when there is no such operation.
     */
    insertReport: (report: NewReport): Promise<InsertedReport | RefusedReport | undefined> =>
      insertOperationReport(db, report),

    /**
     * Hands the operation and its reports that are not applied yet, in the order of receipt, to `decide`, and stores
     * what it decides, with the events, all or nothing. Concurrent calls for one operation go one after the other.
     *
     * @param at ISO text, UTC.
     * @returns the decision; `undefined` when there is no such operation.
     */
    advance: (key: OperationKey, at: string, decide: Decide): Promise<OperationStep | undefined> =>
      advanceOperation(db, key, { at, decide }),
  };
}
