import type { BulkActionToRun } from '../domain/bulk-actions/bulk-action';
import type { PendingDelivery } from '../domain/deliveries/delivery';
import type { UnstartedEvent } from '../domain/events/event-record';
import type { OpenOperation } from '../domain/operations/operation';
import type { Listed, ListStep } from '../domain/list-parts';
import type { AuditedChange, Author } from '../domain/keys/audit-entry';
import { retryDelaysOf, remedyFor, type Remedy, type RunState } from '../domain/deliveries/retry-schedule';
import type { BelievedKind, Mended } from './reconciler';

/** The work that the database believes to be in progress, each list oldest first. */
export interface BelievedUnderWay {
  listStartedEvents(step: ListStep): Promise<readonly Listed<UnstartedEvent>[]>;
  listOverdueDeliveries(step: ListStep): Promise<readonly Listed<PendingDelivery>[]>;
  listQuietDeliveries(step: ListStep): Promise<readonly Listed<PendingDelivery>[]>;
  listOpenOperations(step: ListStep): Promise<readonly Listed<OpenOperation>[]>;
  listOpenBulkActions(step: ListStep): Promise<readonly Listed<BulkActionToRun>[]>;
}

/** The runs of one kind's workflows. All throw when Temporal does not answer. */
export interface Runs<Item> {
  /** Finds, cheaply, those of the items that still have a run; `stateOf` asks for one that it misses. */
  findRunning(items: readonly Item[]): Promise<ReadonlySet<Item>>;
  stateOf(item: Item): Promise<RunState>;
  /** Starts another run; a run in progress is left alone. */
  restart(item: Item): Promise<void>;
}

export interface BelievedKindsDependencies {
  readonly believed: BelievedUnderWay;
  readonly events: Runs<UnstartedEvent>;
  readonly deliveries: Runs<PendingDelivery>;
  readonly operations: Runs<OpenOperation>;
  readonly bulkActions: Runs<BulkActionToRun>;
  /** Makes a pending delivery ended, and records that in the audit log; does nothing to one that is not pending. */
  settle(
    deliveryId: string,
    end: {
      readonly status: Exclude<Remedy, 'none' | 'new_run'>;
      readonly note: string;
      readonly at: string;
      readonly by: Author;
    },
  ): Promise<boolean>;
  readonly auditLog: { record(change: AuditedChange): Promise<void> };
  readonly retryDelaysSeconds: readonly number[];
  readonly operationDeadlineSeconds: number;
  readonly now: () => Date;
}

const BY: Author = { kind: 'service', id: 'reconciler', requestId: undefined, ip: undefined };

/** An event is usually resolved within milliseconds, and the next attempt begins when it is due. */
const MIN_AGE_MS = 5_000;
/** Most attempts end sooner. A longer one is compared and found to be in progress. */
const QUIET_AGE_MS = 15_000;
/** An operation's workflow does nothing of its own before its deadline; reports wake it by themselves. */
const AFTER_DEADLINE_MS = 30_000;
/** A bulk action notes its progress each second, unless Temporal or the database is slow. */
const BULK_ACTION_AGE_MS = 15_000;

/** The kinds of things that the reconciler compares with Temporal, and how each is mended. */
export function createBelievedKinds(deps: BelievedKindsDependencies): readonly BelievedKind[] {
  const { believed } = deps;
  const events: BelievedKind = {
    name: 'events',
    minAgeMs: MIN_AGE_MS,
    list: mending(believed.listStartedEvents, deps.events, (event) =>
      restartLost(deps.events, event, deps, {
        action: 'event.restart',
        environmentId: event.environmentId,
        subjectId: event.eventId,
      }),
    ),
  };
  const operations: BelievedKind = {
    name: 'operations',
    minAgeMs: deps.operationDeadlineSeconds * 1000 + AFTER_DEADLINE_MS,
    list: mending(believed.listOpenOperations, deps.operations, (operation) =>
      restartLost(deps.operations, operation, deps, {
        action: 'operation.restart',
        environmentId: operation.environmentId,
        subjectId: operation.operationId,
      }),
    ),
  };
  const bulkActions: BelievedKind = {
    name: 'bulk actions',
    minAgeMs: BULK_ACTION_AGE_MS,
    list: mending(believed.listOpenBulkActions, deps.bulkActions, (action) =>
      restartLost(deps.bulkActions, action, deps, {
        action: 'bulk_action.restart',
        environmentId: action.environmentId,
        subjectId: action.bulkActionId,
      }),
    ),
  };
  const deliveries = (minAgeMs: number, list: BelievedUnderWay['listQuietDeliveries']): BelievedKind => ({
    name: 'deliveries',
    minAgeMs,
    list: mending(list, deps.deliveries, (delivery) => mendDelivery(deps, delivery)),
  });
  return [
    events,
    deliveries(MIN_AGE_MS, believed.listOverdueDeliveries),
    deliveries(QUIET_AGE_MS, believed.listQuietDeliveries),
    operations,
    bulkActions,
  ];
}

function mending<Item>(
  list: (step: ListStep) => Promise<readonly Listed<Item>[]>,
  runs: Runs<Item>,
  mend: (item: Item) => Promise<Mended | undefined>,
): BelievedKind['list'] {
  return async (step) => {
    const items = await list(step);
    const running: ReadonlySet<Item> = await runs.findRunning(items);
    return items.map((item) => ({
      position: item.position,
      mend: async () => (running.has(item) ? undefined : mend(item)),
    }));
  };
}

type Restart = Pick<AuditedChange, 'environmentId' | 'subjectId'> & {
  readonly action: 'event.restart' | 'delivery.restart' | 'operation.restart' | 'bulk_action.restart';
};

async function restartLost<Item>(
  runs: Runs<Item>,
  item: Item,
  deps: BelievedKindsDependencies,
  change: Restart,
): Promise<Mended | undefined> {
  const run = await runs.stateOf(item);
  if (run.kind === 'running') return undefined;
  await runs.restart(item);
  return recordRestart(deps, run, change);
}

async function recordRestart(
  { auditLog }: BelievedKindsDependencies,
  run: RunState,
  change: Restart,
): Promise<Mended> {
  await auditLog.record({ ...change, before: { workflow: inWords(run) }, by: BY });
  return { action: change.action, facts: { id: change.subjectId, workflow: inWords(run) } };
}

async function mendDelivery(
  deps: BelievedKindsDependencies,
  delivery: PendingDelivery,
): Promise<Mended | undefined> {
  const { id, environmentId } = delivery;
  const run = await deps.deliveries.stateOf(delivery);
  const remedy = remedyFor(run, delivery, retryDelaysOf(delivery, deps.retryDelaysSeconds));
  if (remedy === 'none') return undefined;
  if (remedy === 'new_run') {
    await deps.deliveries.restart(delivery);
    return recordRestart(deps, run, { action: 'delivery.restart', environmentId, subjectId: id });
  }
  const note = `its workflow was ${inWords(run)} without a record of it`;
  const isSettled = await deps.settle(id, { status: remedy, note, at: deps.now().toISOString(), by: BY });
  return isSettled
    ? { action: 'delivery.settle', facts: { id, status: remedy, workflow: inWords(run) } }
    : undefined;
}

function inWords(run: RunState): string {
  return run.kind === 'closed' ? run.status.replace('_', ' ') : run.kind;
}
