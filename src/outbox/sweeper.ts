import type { BulkActionToRun } from '../domain/bulk-actions/bulk-action';
import type { UnstartedEvent } from '../domain/events/event-record';
import type { OperationToTrack } from '../domain/operations/operation';
import type { Logger } from '../logger';
import type { Start } from './background-starts';
import { bulkActionStart, type BulkActionStarter, type BulkActionStartRecords } from './bulk-action-intake';
import { eventFacts, type WorkflowStarter } from './event-intake';
import {
  announcedStart,
  reportedStart,
  type OperationStartRecords,
  type OperationTracker,
} from './operation-intake';
import { repeat, type Repeated } from './repeat';

const INTERVAL_MS = 1_000;

/**
 * Starts in Temporal what was stored but never started: the process died between the two, or Temporal did not answer.
 * Several sweepers at once are harmless, since a second start has no effect.
 */
export function createSweeper(sweeps: readonly Sweep[]): Repeated {
  return repeat(INTERVAL_MS, async (isStopped) => {
    for (const sweep of sweeps) await sweep(isStopped);
  });
}

/** One pass over all that waits of one kind; ends early once `isStopped`. Never rejects. */
type Sweep = (isStopped: () => boolean) => Promise<void>;

/** A kind of thing that is stored first and then handed over to Temporal. */
export interface SweptKind<Item> extends Omit<Start<Item>, 'start'> {
  /** In the plural, for the log. */
  readonly name: string;
  /** Those that wait, oldest first. `storedBefore`: ISO text, UTC. One that was started is not listed again. */
  list(storedBefore: string, limit: number): Promise<readonly Item[]>;
  /** @returns `false` when it had been started before. */
  start(item: Item): Promise<boolean | void>;
}

export interface SweepDependencies {
  /** Told of the workflows that a sweep has started, if any. */
  readonly countStarted?: (workflows: number) => void;
  readonly logger: Logger;
  readonly now: () => Date;
}

/** A younger one is probably being started this moment. */
const MIN_AGE_MS = 2_000;
const BATCH = 100;
/** Then Temporal is probably down, and the rest would only wait for its deadline. */
const GIVE_UP_AFTER_FAILURES = 3;

export function createSweep<Item>(
  kind: SweptKind<Item>,
  { logger, now, countStarted }: SweepDependencies,
): Sweep {
  return async (isStopped) => {
    let started = 0;
    try {
      for (;;) {
        const storedBefore = new Date(now().getTime() - MIN_AGE_MS).toISOString();
        const items = await kind.list(storedBefore, BATCH);
        const batch = await startAll({ kind, logger, isStopped }, items);
        started += batch.started;
        if (batch.handedOver < BATCH) break;
      }
    } catch (error) {
      logger.warn(`could not read the ${kind.name} that wait; the next sweep will`, {
        reason: (error as Error).message,
      });
    }
    if (started === 0) return;
    countStarted?.(started);
    logger.info(`started workflows of ${kind.name} that waited`, { [kind.name]: started });
  };
}

interface Sweeping<Item> {
  readonly kind: SweptKind<Item>;
  readonly logger: Logger;
  readonly isStopped: () => boolean;
}

/** One that cannot be started does not keep the others waiting. */
async function startAll<Item>(
  { kind, logger, isStopped }: Sweeping<Item>,
  items: readonly Item[],
): Promise<{ readonly started: number; readonly handedOver: number }> {
  let started = 0;
  let handedOver = 0;
  let failuresInARow = 0;
  for (const item of items) {
    if (isStopped() || failuresInARow === GIVE_UP_AFTER_FAILURES) break;
    try {
      if ((await kind.start(item)) !== false) started += 1;
      handedOver += 1;
      failuresInARow = 0;
    } catch (error) {
      failuresInARow += 1;
      const reason = (error as Error).message;
      logger.warn('could not start a workflow; the next sweep will', { ...kind.factsOf(item), reason });
    }
  }
  return { started, handedOver };
}

/** Stored events without a workflow that is known to have started. */
export interface EventOutbox {
  /** Oldest first. `receivedBefore`: ISO text, UTC. */
  listUnstarted(receivedBefore: string, limit: number): Promise<readonly UnstartedEvent[]>;
  /** Also done by resolving the event, so that the usual path writes nothing here. */
  markStarted(environmentId: string, eventId: string, startedAt: string): Promise<void>;
}

interface EventSweepDependencies extends SweepDependencies {
  readonly outbox: EventOutbox;
  readonly workflows: WorkflowStarter;
}

/** Starts the workflows of events that were stored but not started. */
export function createEventSweep({ outbox, workflows, ...deps }: EventSweepDependencies): Sweep {
  return createSweep<UnstartedEvent>(
    {
      name: 'events',
      list: outbox.listUnstarted,
      async start(event) {
        const result = await workflows.startDispatch(event);
        await outbox.markStarted(event.environmentId, event.eventId, deps.now().toISOString());
        return result === 'started';
      },
      factsOf: eventFacts,
    },
    deps,
  );
}

/** Stored operations and reports that Temporal is not known to have. Times are ISO text, UTC. */
export interface OperationOutbox extends OperationStartRecords {
  /** Oldest first. */
  listUnstarted(createdBefore: string, limit: number): Promise<readonly OperationToTrack[]>;
  /** Operations with a report that is neither applied nor signalled lately, each once; those that wait longest first. */
  listUnsignalled(
    times: { readonly receivedBefore: string; readonly signalledBefore: string },
    limit: number,
  ): Promise<readonly OperationToTrack[]>;
}

interface OperationSweepDependencies extends SweepDependencies {
  readonly outbox: OperationOutbox;
  readonly tracker: OperationTracker;
}

/** A report that was signalled this long ago and is still not applied: its workflow was ended by hand, or lost. */
const SIGNAL_AGAIN_AFTER_MS = 60_000;

/** Start the workflows of operations that were announced but not started, and signal reports of which no signal is known. */
export function createOperationSweeps(deps: OperationSweepDependencies): readonly Sweep[] {
  const { outbox, now } = deps;
  return [
    createSweep({ name: 'operations', list: outbox.listUnstarted, ...announcedStart(deps) }, deps),
    createSweep(
      {
        name: 'reports',
        list: (receivedBefore, limit) => {
          const signalledBefore = new Date(now().getTime() - SIGNAL_AGAIN_AFTER_MS).toISOString();
          return outbox.listUnsignalled({ receivedBefore, signalledBefore }, limit);
        },
        ...reportedStart(deps),
      },
      deps,
    ),
  ];
}

/** Stored bulk actions without a workflow that is known to have started. */
export interface BulkActionOutbox extends BulkActionStartRecords {
  /** Oldest first. `createdBefore`: ISO text, UTC. */
  listUnstarted(createdBefore: string, limit: number): Promise<readonly BulkActionToRun[]>;
}

interface BulkActionSweepDependencies extends SweepDependencies {
  readonly outbox: BulkActionOutbox;
  readonly starter: BulkActionStarter;
}

/** Starts the workflows of bulk actions that were stored but not started. */
export function createBulkActionSweep(deps: BulkActionSweepDependencies): Sweep {
  return createSweep(
    { name: 'bulk actions', list: deps.outbox.listUnstarted, ...bulkActionStart(deps) },
    deps,
  );
}
