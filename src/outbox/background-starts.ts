import type { BulkActionToRun } from '../domain/bulk-actions/bulk-action';
import type { UnstartedEvent } from '../domain/events/event-record';
import type { OperationKey, OperationToTrack } from '../domain/operations/operation';
import type { Logger } from '../logger';

/** Hands stored things over to Temporal in the background. What it cannot take or hand over, the sweeper finds. */
export interface BackgroundStarts<Item> {
  /** Never throws and never waits. */
  offer(item: Item): void;
  /** Waits for the starts in progress. */
  drain(): Promise<void>;
}

export interface Start<Item> {
  start(item: Item): Promise<void>;
  /** The fields that name the item in the log. */
  factsOf(item: Item): object;
}

/** The most starts in progress at once. Beyond it, items wait in the database, not in memory. */
const MAX_UNDER_WAY = 200;

export function createBackgroundStarts<Item>(
  { start, factsOf }: Start<Item>,
  logger: Logger,
): BackgroundStarts<Item> {
  const underWay = new Set<Promise<void>>();

  async function tryToStart(item: Item): Promise<void> {
    try {
      await start(item);
    } catch (error) {
      const reason = (error as Error).message;
      logger.warn('could not start a workflow at once; the sweeper will', { ...factsOf(item), reason });
    }
  }

  return {
    offer(item) {
      if (underWay.size >= MAX_UNDER_WAY) return;
      const starting = tryToStart(item).finally(() => underWay.delete(starting));
      underWay.add(starting);
    },
    async drain() {
      await Promise.all(underWay);
    },
  };
}

/** The fields that name an event in the log: its id is unique only within its product environment. */
export function eventFacts({ cloudName, eventId }: UnstartedEvent) {
  return { cloud_name: cloudName, event_id: eventId };
}

/** The fields that name an operation in the log. */
function operationFacts({ cloudName, operationId }: OperationToTrack) {
  return { cloud_name: cloudName, operation_id: operationId };
}

export interface WorkflowStarter {
  /**
   * Starts the event's workflow. One that was started before is left alone, also when it has ended: whether it came to
   * its end is for the reconciler. Throws when Temporal does not answer.
   */
  startDispatch(event: UnstartedEvent): Promise<'started' | 'started_before'>;
}

/** Starts events' workflows in the background. */
export type DispatchStarter = BackgroundStarts<UnstartedEvent>;

export function createDispatchStarter(workflows: WorkflowStarter, logger: Logger): DispatchStarter {
  const start = async (event: UnstartedEvent) => void (await workflows.startDispatch(event));
  return createBackgroundStarts({ start, factsOf: eventFacts }, logger);
}

/** Both throw when Temporal does not answer. */
export interface OperationTracker {
  /** Starts the operation's workflow; one that was started before is left alone. */
  start(operation: OperationToTrack): Promise<void>;
  /** Tells the operation's workflow that there are reports; one that is not running is started. */
  signal(operation: OperationToTrack): Promise<void>;
}

/** Where the service notes what it has sent to Temporal about operations. Times are ISO text, UTC. */
export interface OperationStartRecords {
  markStarted(key: OperationKey, startedAt: string): Promise<void>;
  /** Also marks the operation as started. */
  markSignalled(key: OperationKey, signalledAt: string): Promise<void>;
}

export interface OperationStartDependencies {
  readonly outbox: OperationStartRecords;
  readonly tracker: OperationTracker;
  readonly now: () => Date;
}

/** Starts the workflow of an operation that was announced. */
export function announcedStart({
  outbox,
  tracker,
  now,
}: OperationStartDependencies): Start<OperationToTrack> {
  return {
    async start(operation) {
      await tracker.start(operation);
      await outbox.markStarted(operation, now().toISOString());
    },
    factsOf: operationFacts,
  };
}

/** Tells an operation's workflow that there are reports, and starts it where it is not running. */
export function reportedStart({ outbox, tracker, now }: OperationStartDependencies): Start<OperationToTrack> {
  return {
    async start(operation) {
      await tracker.signal(operation);
      await outbox.markSignalled(operation, now().toISOString());
    },
    factsOf: operationFacts,
  };
}

export interface BulkActionStarter {
  /** Starts the bulk action's workflow; one that was started before is left alone. Throws when Temporal does not answer. */
  start(action: BulkActionToRun): Promise<void>;
}

/** Where the service notes that Temporal has a bulk action. */
export interface BulkActionStartRecords {
  /** `startedAt`: ISO text, UTC. */
  markStarted(id: string, startedAt: string): Promise<void>;
}

export interface BulkActionStartDependencies {
  readonly outbox: BulkActionStartRecords;
  readonly starter: BulkActionStarter;
  readonly now: () => Date;
}

/** Starts the workflow of a bulk action. */
export function bulkActionStart({
  outbox,
  starter,
  now,
}: BulkActionStartDependencies): Start<BulkActionToRun> {
  return {
    async start(action) {
      await starter.start(action);
      await outbox.markStarted(action.bulkActionId, now().toISOString());
    },
    factsOf: ({ cloudName, bulkActionId }) => ({ cloud_name: cloudName, bulk_action_id: bulkActionId }),
  };
}
