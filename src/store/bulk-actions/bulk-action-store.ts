import type { Knex } from 'knex';
import { meantDeliveries } from '../../domain/bulk-actions/bulk-action';
import type {
  BulkAction,
  BulkActionEnd,
  BulkActionKind,
  BulkActionToRun,
  BulkItem,
  BulkOutcomes,
  ItemOutcome,
  NewBulkAction,
} from '../../domain/bulk-actions/bulk-action';
import type { AuditFacts, Author } from '../../domain/keys/audit-entry';
import type { PageQuery } from '../../domain/list-parts';
import { narrowToPage } from '../database/narrow-to-page';
import { readerOf } from '../database/reads';
import { deliveryFromRow, narrowDeliveries } from '../deliveries/delivery-row';
import type { DeliveryRow } from '../deliveries/delivery-row';
import { recordAudit } from '../keys/audit-log';
import {
  batchFromText,
  batchToText,
  bulkActionFromRow,
  newBulkActionRow,
  outcomesOf,
} from './bulk-action-row';
import type { BulkActionRow } from './bulk-action-row';

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

/** The deliveries whose turn it is. */
interface BulkBatch {
  readonly number: number;
  readonly kind: BulkActionKind;
  readonly items: readonly BulkItem[];
  /** Whether it was taken before, and is not known to have come to its end. */
  readonly isRepeated: boolean;
}

/** What became of one batch. */
interface BatchResult {
  readonly number: number;
  readonly outcomes: readonly { readonly id: string; readonly outcome: ItemOutcome }[];
  /** Why the latest one failed that did. */
  readonly lastFailure: string | undefined;
  /** ISO text, UTC. */
  readonly at: string;
}

/** How a bulk action goes through its deliveries, the oldest first: in batches, each stored before anything is done. */
function createBulkBatches(db: Knex) {
  const reader = readerOf(db);
  const one = (id: string, from: Knex = db) => from<BulkActionRow>('bulk_actions').where({ id });
  const open = (id: string, batchNumber: number, from: Knex = db) =>
    one(id, from).where({ batch_number: batchNumber }).whereNull('ended_at');

  /** The next deliveries, as many as a second may have. */
  async function nextPage(row: BulkActionRow): Promise<readonly DeliveryRow[]> {
    const meant = meantDeliveries(bulkActionFromRow(row));
    const page = reader<DeliveryRow>('deliveries').where({ environment_id: row.environment_id }).select('*');
    narrowDeliveries(page, meant);
    const after =
      row.cursor_at !== null && row.cursor_id !== null
        ? { after: { at: row.cursor_at, id: row.cursor_id } }
        : {};
    const { from, to } = meant;
    const order = 'oldest_first' as const;
    narrowToPage(
      page,
      { time: 'created_at', id: 'id' },
      { from, to, order, ...after, limit: row.per_second },
    );
    return await page;
  }

  async function end(row: BulkActionRow, endedAs: BulkActionEnd, at: string): Promise<void> {
    await open(row.id, row.batch_number).update({
      ended_at: at,
      ended_as: endedAs,
      updated_at: at,
      ...(endedAs === 'completed' && { outcomes: JSON.stringify(withTheRest(outcomesOf(row), row.total)) }),
    });
  }

  /**
   * Takes the next batch, or once more the one that was taken and is not known to have ended. Without one, the bulk
   * action ends: also when its end was asked for, or `isCancelled`.
   *
   * @param at ISO text, UTC.
   * @returns `undefined` when there is no such bulk action.
   */
  async function take(
    id: string,
    { at, isCancelled }: { readonly at: string; readonly isCancelled: boolean },
  ): Promise<BulkBatch | 'ended' | undefined> {
    const row = await one(id).first();
    if (!row) return undefined;
    if (row.ended_at !== null) return 'ended';
    const { kind, batch_number: number } = row;
    if (row.batch !== null) return { number, kind, items: batchFromText(row.batch), isRepeated: true };
    const page = isCancelled || row.cancel_requested_at !== null ? undefined : await nextPage(row);
    const last = page?.at(-1);
    if (page && last) {
      const items = page.map(deliveryFromRow);
      const taken = await open(id, number)
        .whereNull('batch')
        .update({
          batch: batchToText(items),
          batch_number: number + 1,
          cursor_at: last.created_at,
          cursor_id: last.id,
          updated_at: at,
        });
      if (taken > 0) return { number: number + 1, kind, items, isRepeated: false };
    } else {
      await end(row, page ? 'completed' : 'cancelled', at);
    }
    // It has ended now, or another worker has taken the batch.
    return take(id, { at, isCancelled });
  }

  return {
    take,

    /** Counts what became of a batch, and notes the bulk action in those that it did something to; once only. */
    complete(id: string, { number, outcomes, lastFailure, at }: BatchResult): Promise<void> {
      return db.transaction(async (trx) => {
        const [row] = await open(id, number, trx)
          .whereNotNull('batch')
          .update({ batch: null, updated_at: at })
          .returning('*');
        if (!row) return;
        const counts: Partial<Record<ItemOutcome, number>> = { ...outcomesOf(row) };
        for (const { outcome } of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
        await one(id, trx).update({
          outcomes: JSON.stringify(counts),
          ...(lastFailure !== undefined && { last_failure: lastFailure }),
        });
        const done = outcomes.filter(({ outcome }) => outcome === 'done').map((each) => each.id);
        await trx<DeliveryRow>('deliveries').whereIn('id', done).update({ bulk_action_id: id });
      });
    },
  };
}

/** Deliveries that were counted, and were others than those that were meant when their turn came. */
function withTheRest(outcomes: BulkOutcomes, total: number): BulkOutcomes {
  const counted = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  if (counted >= total) return outcomes;
  return { ...outcomes, changed_meanwhile: (outcomes.changed_meanwhile ?? 0) + total - counted };
}
