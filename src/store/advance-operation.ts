import type { Knex } from 'knex';
import { hasEnded } from '../domain/operation/operation';
import type { OperationKey, OperationRecord } from '../domain/operation/operation-record';
import type { OperationStep } from '../domain/operation/operation-step';
import type { OperationReport } from '../domain/operation/report';
import { eventToRow, type EventRow } from './event-row';
import { reportFromRow, type OperationReportRow } from './operation-report-row';
import { operationFromRow, operationKeyToRow, type OperationRow } from './operation-row';

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
    const operation = trx<OperationRow>('operations').where(operationKeyToRow(key));
    // Changes nothing, but locks: a second call waits here until this one is done.
    const [row] = await operation
      .clone()
      .update({ updated_at: trx.ref('updated_at') })
      .returning('*');
    if (!row) return undefined;
    const reports = await trx<OperationReportRow>('operation_reports')
      .where(operationKeyToRow(key))
      .whereNull('applied_at')
      .orderBy('sequence');
    const step = decide(operationFromRow(row), reports.map(reportFromRow));
    await markApplied(trx, reports, { at, step });
    if (step.events.length > 0) {
      // The call that they come from is that of the operation, so its hash is theirs.
      await trx<EventRow>('events').insert(step.events.map((event) => eventToRow(event, row.content_hash)));
    }
    const changes = changesBy(row, { at, step });
    if (changes) await operation.clone().update(changes);
    return step;
  });
}

interface Stored {
  readonly at: string;
  readonly step: OperationStep;
}

async function markApplied(
  trx: Knex.Transaction,
  reports: readonly OperationReportRow[],
  { at, step }: Stored,
): Promise<void> {
  for (const [index, { sequence }] of reports.entries()) {
    await trx<OperationReportRow>('operation_reports')
      .where({ sequence })
      .update({ applied_at: at, ignored: JSON.stringify(step.ignored[index] ?? []) });
  }
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
