import type { DeliveryFilter, Delivery } from '../deliveries/delivery';
import type { Author } from '../keys/audit-entry';
import type { PageQuery } from '../list-parts';

export const BULK_ACTION_KINDS = ['retry', 'cancel'] as const;
export type BulkActionKind = (typeof BULK_ACTION_KINDS)[number];

/** Deliveries that one bulk action is about, at most. */
export const MAX_BULK_DELIVERIES = 100_000;
/** How many deliveries a second. */
export const BULK_RATE = { default: 10, maximum: 100 } as const;

/** The filter by which a customer chooses deliveries: those that a list with the same filter finds. */
export type BulkFilter = Omit<DeliveryFilter, 'standings' | 'asOf'> & Pick<PageQuery, 'from' | 'to'>;

/** The action, and the deliveries that it is for. */
export interface BulkRequest {
  readonly kind: BulkActionKind;
  readonly filter: BulkFilter;
  /** Whether a retry is also meant for those that were delivered. */
  readonly force: boolean;
  /** ISO text, UTC: what comes later is not meant. */
  readonly asOf: string;
}

/** One request for many deliveries, as it is stored. */
export interface BulkAction extends BulkRequest {
  readonly id: string;
  readonly environmentId: string;
  /** Deliveries a second, at most. */
  readonly perSecond: number;
  /** Who asked for it. */
  readonly by: Pick<Author, 'kind' | 'id' | 'via'>;
  /** Deliveries that were counted before it was stored. */
  readonly total: number;
  readonly outcomes: BulkOutcomes;
  /** Why the latest one failed that did. */
  readonly lastFailure: string | undefined;
  /** ISO text, UTC. */
  readonly createdAt: string;
  /** When Temporal was notified of it: ISO text, UTC. */
  readonly startedAt: string | undefined;
  readonly cancelRequestedAt: string | undefined;
  readonly endedAt: string | undefined;
  readonly endedAs: BulkActionEnd | undefined;
}

/** How many deliveries have come to which outcome. */
export type BulkOutcomes = Readonly<Partial<Record<ItemOutcome, number>>>;

/** What becomes of a delivery in a bulk action. */
export type ItemOutcome = 'done' | 'failed' | 'had_ended' | 'changed_meanwhile';
/** Why nothing was asked of a delivery. */
export const SKIP_REASONS = ['had_ended', 'changed_meanwhile'] as const satisfies readonly ItemOutcome[];

export type NewBulkAction = Pick<
  BulkAction,
  'id' | 'environmentId' | 'kind' | 'filter' | 'force' | 'asOf' | 'perSecond' | 'total' | 'createdAt'
>;

/** As far as a workflow needs to know it. */
export interface BulkActionToRun {
  readonly environmentId: string;
  readonly cloudName: string;
  readonly bulkActionId: string;
}

export type BulkActionEnd = 'completed' | 'cancelled';
export const BULK_ACTION_STATUSES = ['accepted', 'running', 'cancelling', 'completed', 'cancelled'] as const;
export type BulkActionStatus = (typeof BULK_ACTION_STATUSES)[number];

/** Where a bulk action stands. */
export function bulkActionStatus(
  action: Pick<BulkAction, 'endedAs' | 'cancelRequestedAt' | 'startedAt'>,
): BulkActionStatus {
  if (action.endedAs !== undefined) return action.endedAs;
  if (action.cancelRequestedAt !== undefined) return 'cancelling';
  return action.startedAt === undefined ? 'accepted' : 'running';
}

type Standings = NonNullable<DeliveryFilter['standings']>;

const ALL_STANDINGS: Standings = ['sending', 'waiting', 'in_channel', 'delivered', 'failed', 'cancelled'];

/** The deliveries that a bulk action does something to: those of its filter for which that means anything. */
export function meantDeliveries(request: BulkRequest): DeliveryFilter & Pick<PageQuery, 'from' | 'to'> {
  return { ...request.filter, asOf: request.asOf, standings: standingsMeant(request) };
}

/** The deliveries of its filter that it leaves alone. */
export function deliveriesLeftAlone(request: BulkRequest): DeliveryFilter & Pick<PageQuery, 'from' | 'to'> {
  const meant = standingsMeant(request);
  const standings = ALL_STANDINGS.filter((standing) => !meant.includes(standing));
  return { ...request.filter, asOf: request.asOf, standings };
}

/** A retry would not hurry what is in a channel: a client has to ask for it. */
function standingsMeant({ kind, force }: Pick<BulkRequest, 'kind' | 'force'>): Standings {
  if (kind === 'cancel') return ['sending', 'waiting', 'in_channel'];
  return force ? ['waiting', 'failed', 'cancelled', 'delivered'] : ['waiting', 'failed', 'cancelled'];
}

const TOLERATED_SHARE = 0.05;

/** Whether a count still agrees with the one that somebody was shown: it differs by at most 5 %. */
export function isAboutAsExpected(count: number, expected: number): boolean {
  return Math.abs(count - expected) <= expected * TOLERATED_SHARE;
}

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
