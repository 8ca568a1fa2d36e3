import type { Knex } from 'knex';
import {
  type BulkAction,
  type BulkActionToRun,
  type NewBulkAction,
} from '../../domain/bulk-actions/bulk-action';
import type { AuditFacts, Author } from '../../domain/keys/audit-entry';
import type { PageQuery } from '../../domain/list-parts';
import { narrowToPage } from '../database/narrow-to-page';
import { readerOf } from '../database/reader-of';
import { recordAudit } from '../keys/audit-log';
import { bulkActionFromRow, newBulkActionRow, type BulkActionRow } from './bulk-action-row';
import { createBulkBatches } from './bulk-batches';

/** Which of an environment's bulk actions. */
interface OwnBulkAction {
  readonly environmentId: string;
  readonly id: string;
}

export function createBulkActionStore(db: Knex) {
  const reader = readerOf(db);
  const own = (environmentId: string) =>
    reader<BulkActionRow>('bulk_actions').where({ environment_id: environmentId });
  const toRun = () =>
    reader('bulk_actions')
      .join('product_environments', 'product_environments.id', 'bulk_actions.environment_id')
      .whereNull('bulk_actions.ended_at')
      .select<BulkActionToRun[]>({
        environmentId: 'bulk_actions.environment_id',
        cloudName: 'product_environments.cloud_name',
        bulkActionId: 'bulk_actions.id',
      });

  return {
    ...createBulkBatches(db),

    /** Stores a bulk action with its entry of the audit log. @returns whether it is new: the id decides. */
    async insert(
      action: NewBulkAction,
      { facts, by }: { readonly facts: AuditFacts; readonly by: Author },
    ): Promise<boolean> {
      return db.transaction(async (trx) => {
        const inserted = await trx<BulkActionRow>('bulk_actions')
          .insert(newBulkActionRow(action, by))
          .onConflict('id')
          .ignore()
          .returning('id');
        if (inserted.length === 0) return false;
        const { id: subjectId, environmentId } = action;
        await recordAudit(trx, { action: 'bulk_action.create', environmentId, subjectId, after: facts, by });
        return true;
      });
    },

    async find(environmentId: string, id: string): Promise<BulkAction | undefined> {
      const row = await own(environmentId).where({ id }).first();
      return row && bulkActionFromRow(row);
    },

    /** Ordered by (createdAt, id). */
    async list(environmentId: string, query: PageQuery): Promise<readonly BulkAction[]> {
      const page = own(environmentId).select('*');
      narrowToPage(page, { time: 'created_at', id: 'id' }, query);
      return ((await page) as readonly BulkActionRow[]).map(bulkActionFromRow);
    },

    /** Notes that its end was asked for, with an entry of the audit log. @returns whether it had not ended. */
    async requestCancel(
      { environmentId, id }: OwnBulkAction,
      { at, by }: { readonly at: string; readonly by: Author },
    ): Promise<boolean> {
      return db.transaction(async (trx) => {
        const [row] = await trx<BulkActionRow>('bulk_actions')
          .where({ environment_id: environmentId, id })
          .whereNull('ended_at')
          .update({ cancel_requested_at: trx.raw('coalesce(cancel_requested_at, ?)', [at]) })
          .returning(['cancel_requested_at']);
        if (!row) return false;
        if (row.cancel_requested_at === at) {
          await recordAudit(trx, { action: 'bulk_action.cancel', environmentId, subjectId: id, by });
        }
        return true;
      });
    },

    /** Oldest first. `createdBefore`: ISO text, UTC. */
    async listUnstarted(createdBefore: string, limit: number): Promise<readonly BulkActionToRun[]> {
      return toRun()
        .whereNull('bulk_actions.started_at')
        .where('bulk_actions.created_at', '<', createdBefore)
        .orderBy('bulk_actions.created_at')
        .limit(limit);
    },

    async markStarted(id: string, startedAt: string): Promise<void> {
      await db<BulkActionRow>('bulk_actions')
        .where({ id })
        .whereNull('started_at')
        .update({ started_at: startedAt });
    },
  };
}
