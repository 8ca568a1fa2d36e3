import type { Knex } from 'knex';
import { hasEnded, type OperationKey, type OperationRecord } from '../../domain/operations/operation';
import type { OperationStep } from '../../domain/operations/operation-step';
import type { OperationReport } from '../../domain/operations/report';
import { eventToRow, type EventRow } from '../events/event-row';
import {
  operationFromRow,
  operationKeyToRow,
  type OperationRow,
  lockOperation,
  reportFromRow,
  type OperationReportRow,
} from './operation-row';

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
