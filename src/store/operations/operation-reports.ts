import type { Knex } from 'knex';
import type {
  InsertedReport,
  NewReport,
  RefusedReport,
  OperationReport,
} from '../../domain/operations/report';
import { examineReport } from '../../domain/operations/operation-step';
import {
  operationFromRow,
  operationKeyToRow,
  lockOperation,
  reportFromRow,
  type OperationReportRow,
  type OperationRow,
} from './operation-row';
import { hasEnded, type OperationKey, type OperationRecord } from '../../domain/operations/operation';
import type { OperationStep } from '../../domain/operations/operation-step';
import { eventToRow, type EventRow } from '../events/event-row';

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

export type Decide = (record: OperationRecord, reports: readonly OperationReport[]) => OperationStep;

interface Advance {
  readonly at: string;
  readonly decide: Decide;
}

/** Applies the reports of one operation in one transaction. */
export async function advanceOperation(
  db: Knex,
  key: OperationKey,
  { at, decide }: Advance,
): Promise<OperationStep | undefined> {
  return db.transaction(async (trx) => {
    const row = await lockOperation(trx, key);
    if (!row) return undefined;
    const unapplied = () =>
      trx<OperationReportRow>('operation_reports').where(operationKeyToRow(key)).whereNull('applied_at');
    const reports = await unapplied().orderBy('sequence');
    const step = decide(operationFromRow(row), reports.map(reportFromRow));
    await unapplied().update({ applied_at: at });
    if (step.events.length > 0) {
      // The call that they come from is that of the operation, so its hash is theirs.
      await trx<EventRow>('events').insert(step.events.map((event) => eventToRow(event, row.content_hash)));
    }
    const changes = changesBy(row, { at, step });
    if (changes) await trx<OperationRow>('operations').where(operationKeyToRow(key)).update(changes);
    return step;
  });
}

interface Stored {
  readonly at: string;
  readonly step: OperationStep;
}

/** @returns `undefined` when the operation is as it was. */
function changesBy(row: OperationRow, { at, step }: Stored): Partial<OperationRow> | undefined {
  const state = JSON.stringify(step.operation);
  if (state === row.state) return undefined;
  return {
    state,
    response: row.response ?? (step.response ? JSON.stringify(step.response) : null),
    ended_at: row.ended_at ?? (hasEnded(step.operation) ? at : null),
    updated_at: at,
  };
}
