import { ApplicationFailure } from '@temporalio/common';
import type { BulkActionKind } from '../domain/bulk-actions/bulk-action';
import { judgeItem, type BulkItem, type ItemOutcome } from '../domain/bulk-actions/bulk-action';
import type { Delivery } from '../domain/deliveries/delivery';
import { UnavailableError } from '../domain/errors';
import { startHeartbeat } from './start-heartbeat';

export interface BulkActionDependencies {
  readonly bulkActions: BulkActionBatches;
  readonly deliveries: {
    find(deliveryId: string): Promise<Delivery | undefined>;
    /** Only a pending one. @returns whether it was. */
    markCancelled(deliveryId: string, at: string): Promise<boolean>;
  };
  readonly deliveryControl: BulkDeliveryControl;
  /** Whether an error says that the database cannot be read or written at present. */
  readonly isDatabaseUnavailable: (error: unknown) => boolean;
  readonly heartbeat: () => void;
  readonly now: () => Date;
}

/** The requests that one may make for a delivery. Both throw UnavailableError when Temporal does not answer. */
export interface BulkDeliveryControl {
  retry(cloudName: string, delivery: Delivery): Promise<'retrying_now' | 'new_run'>;
  cancel(cloudName: string, delivery: Delivery): Promise<'cancelling' | 'not_running'>;
}

export interface BulkActionBatches {
  /**
   * Takes the next batch, or once more the one that was taken and is not known to have ended. Without one, the bulk
   * action ends. `at`: ISO text, UTC.
   *
   * @returns `undefined` when there is no such bulk action.
   */
  take(
    id: string,
    terms: { readonly at: string; readonly isCancelled: boolean },
  ): Promise<
    | {
        readonly number: number;
        readonly kind: BulkActionKind;
        readonly items: readonly BulkItem[];
        readonly isRepeated: boolean;
      }
    | 'ended'
    | undefined
  >;
  /** Counts what became of a batch, and notes the bulk action in those that it did something to; once only. */
  complete(
    id: string,
    result: {
      readonly number: number;
      readonly outcomes: readonly { readonly id: string; readonly outcome: ItemOutcome }[];
      readonly lastFailure: string | undefined;
      readonly at: string;
    },
  ): Promise<void>;
}

export interface AdvanceBulkActionInput {
  readonly cloudName: string;
  readonly bulkActionId: string;
  /** Somebody has cancelled its workflow: no further batch is taken. */
  readonly isCancelled?: boolean;
}

export interface AdvanceBulkActionResult {
  readonly ended: boolean;
}

/** Deliveries of a batch that are asked for at a time. */
const LANES = 10;

/**
 * Takes a bulk action one batch further: asks for each of its deliveries what the API asks for one. Safe to run
 * twice: a batch is stored before, and what has moved since is not asked for again (docs/decisions.md D69).
 *
 * @throws UnavailableError while Temporal does not answer, and what the database throws: then the same batch is next.
 */
export async function advanceBulkAction(
  deps: BulkActionDependencies,
  { cloudName, bulkActionId, isCancelled = false }: AdvanceBulkActionInput,
): Promise<AdvanceBulkActionResult> {
  const stopHeartbeat = startHeartbeat(deps.heartbeat);
  try {
    const at = () => deps.now().toISOString();
    const batch = await deps.bulkActions.take(bulkActionId, { at: at(), isCancelled });
    if (batch === undefined) {
      const message = `bulk action ${bulkActionId} does not exist`;
      throw ApplicationFailure.nonRetryable(message, 'BulkActionNotFound');
    }
    if (batch === 'ended') return { ended: true };
    const { number, kind, items, isRepeated } = batch;
    const results = await inLanes(items, (item) => serve(deps, cloudName, { kind, item, isRepeated }));
    const lastFailure = results.findLast(({ failure }) => failure !== undefined)?.failure;
    const outcomes = results.map(({ id, outcome }) => ({ id, outcome }));
    await deps.bulkActions.complete(bulkActionId, { number, outcomes, lastFailure, at: at() });
    return { ended: false };
  } finally {
    stopHeartbeat();
  }
}

interface Turn {
  readonly kind: BulkActionKind;
  readonly item: BulkItem;
  readonly isRepeated: boolean;
}

interface Served {
  readonly id: string;
  readonly outcome: ItemOutcome;
  readonly failure?: string;
}

/** One that cannot be asked for keeps no other from it. */
async function serve(deps: BulkActionDependencies, cloudName: string, turn: Turn): Promise<Served> {
  const { id } = turn.item;
  try {
    return { id, outcome: await ask(deps, cloudName, turn) };
  } catch (error) {
    if (error instanceof UnavailableError || deps.isDatabaseUnavailable(error)) throw error;
    return { id, outcome: 'failed', failure: `${id}: ${(error as Error).message}` };
  }
}

async function ask(
  { deliveries, deliveryControl, now }: BulkActionDependencies,
  cloudName: string,
  { kind, item, isRepeated }: Turn,
): Promise<ItemOutcome> {
  const current = await deliveries.find(item.id);
  const judgement = judgeItem({ kind, item, now: current, isRepeated });
  if (judgement !== 'ask' || !current) return judgement === 'ask' ? 'changed_meanwhile' : judgement;
  // As it stood: attempts that were made since are recognised by their numbers.
  const delivery = { ...current, ...item };
  if (kind === 'retry') {
    await deliveryControl.retry(cloudName, delivery);
    return 'done';
  }
  if ((await deliveryControl.cancel(cloudName, delivery)) === 'cancelling') return 'done';
  return (await deliveries.markCancelled(item.id, now().toISOString())) ? 'done' : 'had_ended';
}

async function inLanes<Item, Result>(
  items: readonly Item[],
  task: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const left = [...items.entries()];
  const lane = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [index, item] = next;
      results[index] = await task(item);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}
