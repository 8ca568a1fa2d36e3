import type { Delivery } from '../deliveries/delivery';
import type { BulkActionKind } from './bulk-action';

/** What becomes of a delivery in a bulk action. */
export type ItemOutcome = 'done' | 'failed' | 'had_ended' | 'changed_meanwhile';
/** Why nothing was asked of a delivery. */
export const SKIP_REASONS = ['had_ended', 'changed_meanwhile'] as const satisfies readonly ItemOutcome[];

/** A delivery as it stood when its turn came. Stored before anything is asked of it. */
export type BulkItem = Pick<Delivery, 'id' | 'status' | 'attemptCount' | 'firstAttemptNumber'>;

/** A delivery, and what is known of what was asked of it. */
export interface ItemTurn {
  readonly kind: BulkActionKind;
  readonly item: BulkItem;
  /** As it is now; `undefined` when it is gone. */
  readonly now: Pick<Delivery, 'status' | 'attemptCount'> | undefined;
  /** Whether a worker may have asked before, and was then lost. */
  readonly isRepeated: boolean;
}

/**
 * Decides whether the bulk action still has to ask for a delivery when its turn comes. A delivery that has moved since
 * it was stored was asked for before, if a worker was lost in between. Otherwise somebody else was quicker. It is
 * harmless to ask twice if nothing has moved yet: the delivery is asked for as it stood, and attempts are recognised by
 * their numbers.
 */
export function judgeItem({ kind, item, now, isRepeated }: ItemTurn): 'ask' | ItemOutcome {
  if (!now) return 'changed_meanwhile';
  if (kind === 'cancel') {
    if (now.status === 'pending') return 'ask';
    return isRepeated && now.status === 'cancelled' ? 'done' : 'had_ended';
  }
  const hasMoved = now.status !== item.status || now.attemptCount !== item.attemptCount;
  if (!hasMoved) return 'ask';
  return isRepeated ? 'done' : 'changed_meanwhile';
}
