import type { Knex } from 'knex';
import {
  hasEnded,
  type OperationKey,
  type OperationRecord,
  type OperationResponse,
  type StoredOperation,
  type InsertedReport,
  type NewReport,
  type RefusedReport,
  type StoredReport,
  type OperationReport,
  type OperationToTrack,
} from '../../domain/operations/operation';
import { examineReport } from '../../domain/operations/operation-step';
import type { OperationStep } from '../../domain/operations/operation-step';
import { readerOf } from '../database/reads';
import { eventToRow, type EventRow } from '../events/event-row';
import {
  operationFromRow,
  operationKeyToRow,
  operationToRow,
  responseFromRow,
  reportFromRow,
  lockOperation,
  type OperationRow,
  type OperationReportRow,
} from './operation-row';

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
      formerHash: () => string = () => contentHash,
    ): Promise<'inserted' | { readonly earlier: OperationRecord; readonly isSame: boolean }> {
      const inserted = await db<OperationRow>('operations')
        .insert(operationToRow(record, contentHash))
        .onConflict(['environment_id', 'operation_id'])
        .ignore()
        .returning('operation_id');
      if (inserted.length > 0) return 'inserted';
      const row = await operations(record, db).first();
      if (!row) throw new Error(`operation ${record.operationId} was deleted while it was announced again`);
      const isSame = row.content_hash === contentHash || row.content_hash === formerHash();
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
     * Hands `decide` the operation and its reports that are not applied yet, in the order of receipt. Stores what it
     * decides, with the events, all or nothing. Concurrent calls for one operation go one after the other.
     *
     * @param at ISO text, UTC.
     * @returns the decision; `undefined` when there is no such operation.
     */
    advance: (key: OperationKey, at: string, decide: Decide): Promise<OperationStep | undefined> =>
      advanceOperation(db, key, { at, decide }),
  };
}

/** Stores a report that can be used and says something new. Reports of one operation come here one after the other. */
async function insertOperationReport(
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

type Decide = (record: OperationRecord, reports: readonly OperationReport[]) => OperationStep;

interface Advance {
  readonly at: string;
  readonly decide: Decide;
}

/** Applies the reports of one operation in one transaction. */
async function advanceOperation(
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

/** What Temporal is not known to have been told of: operations that were announced, and reports. */
export function createOperationOutbox(db: Knex) {
  const reader = readerOf(db);
  const toTrack = () =>
    reader('operations')
      .join('product_environments', 'product_environments.id', 'operations.environment_id')
      .select<OperationToTrack[]>({
        environmentId: 'operations.environment_id',
        cloudName: 'product_environments.cloud_name',
        operationId: 'operations.operation_id',
        method: 'operations.method',
      });

  return {
    /** Oldest first. */
    async listUnstarted(createdBefore: string, limit: number): Promise<readonly OperationToTrack[]> {
      return toTrack()
        .whereNull('operations.started_at')
        .where('operations.created_at', '<', createdBefore)
        .orderBy('operations.created_at')
        .limit(limit);
    },

    async markStarted(key: OperationKey, startedAt: string): Promise<void> {
      await db<OperationRow>('operations')
        .where(operationKeyToRow(key))
        .whereNull('started_at')
        .update({ started_at: startedAt });
    },

    /**
     * Operations with a report that is neither applied nor signalled lately, each once; those that wait longest first.
     */
    async listUnsignalled(
      { receivedBefore, signalledBefore }: { receivedBefore: string; signalledBefore: string },
      limit: number,
    ): Promise<readonly OperationToTrack[]> {
      const waiting = reader<OperationReportRow>('operation_reports')
        .whereNull('applied_at')
        .where('received_at', '<', receivedBefore)
        .where((lately) => lately.whereNull('signalled_at').orWhere('signalled_at', '<', signalledBefore))
        .groupBy('environment_id', 'operation_id')
        .orderBy('waits_since')
        .limit(limit)
        .select('environment_id', 'operation_id')
        .min({ waits_since: 'received_at' })
        .as('waiting');
      return toTrack()
        .join(waiting, (on) =>
          on
            .on('waiting.environment_id', 'operations.environment_id')
            .on('waiting.operation_id', 'operations.operation_id'),
        )
        .orderBy('waiting.waits_since');
    },

    /** A signal also starts the workflow, and tells it of every report that is stored. */
    async markSignalled(key: OperationKey, signalledAt: string): Promise<void> {
      await db.transaction(async (trx) => {
        await trx<OperationReportRow>('operation_reports')
          .where(operationKeyToRow(key))
          .whereNull('applied_at')
          .update({ signalled_at: signalledAt });
        await trx<OperationRow>('operations')
          .where(operationKeyToRow(key))
          .whereNull('started_at')
          .update({ started_at: signalledAt });
      });
    },
  };
}
