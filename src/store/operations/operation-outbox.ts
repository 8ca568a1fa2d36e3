import type { Knex } from 'knex';
import type { OperationToTrack, OperationKey } from '../../domain/operations/operation';
import { readerOf } from '../database/reader-of';
import { operationKeyToRow, type OperationRow, type OperationReportRow } from './operation-row';

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

    /** Operations with a report that is neither applied nor signalled lately, each once; those that wait longest first. */
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
