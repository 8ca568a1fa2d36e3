import type { Knex } from 'knex';
import {
  meantDeliveries,
  type BulkActionEnd,
  type BulkActionKind,
  type BulkOutcomes,
} from '../../domain/bulk-actions/bulk-action';
import type { BulkItem, ItemOutcome } from '../../domain/bulk-actions/judge-item';
import { narrowToPage } from '../database/narrow-to-page';
import { readerOf } from '../database/reader-of';
import { deliveryFromRow, type DeliveryRow } from '../deliveries/delivery-row';
import { narrowDeliveries } from '../deliveries/narrow-deliveries';
import {
  batchFromText,
  batchToText,
  bulkActionFromRow,
  outcomesOf,
  type BulkActionRow,
} from './bulk-action-row';

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
export function createBulkBatches(db: Knex) {
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
