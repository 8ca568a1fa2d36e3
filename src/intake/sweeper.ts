import type { Logger } from '../logger';
import type { EventOutbox, UnstartedEvent, WorkflowStarter } from './dependencies';

export interface Sweeper {
  /** Sweeps now and then regularly. */
  start(): void;
  /** Ends after the sweep under way. */
  stop(): Promise<void>;
}

export interface SweeperDependencies {
  readonly outbox: Pick<EventOutbox, 'listUnstarted' | 'markStarted'>;
  readonly workflows: WorkflowStarter;
  readonly logger: Logger;
  readonly now: () => Date;
}

const INTERVAL_MS = 1_000;
/** A younger event is probably being started this moment. */
const MIN_AGE_MS = 2_000;
const BATCH = 100;
/** Then Temporal is probably down, and the rest would only wait for its deadline. */
const GIVE_UP_AFTER_FAILURES = 3;

/**
 * Starts the workflows of events that were stored but whose start was lost: the process died
 * between the two, or Temporal did not answer. Several sweepers at once are harmless, since a
 * second start of the same event is none.
 */
export function createSweeper(deps: SweeperDependencies): Sweeper {
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> = Promise.resolve();
  let stopped = false;

  function next(): void {
    if (stopped) return;
    sweeping = sweep(deps, () => stopped).finally(() => {
      if (!stopped) timer = setTimeout(next, INTERVAL_MS);
    });
  }

  return {
    start: next,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await sweeping;
    },
  };
}

async function sweep(deps: SweeperDependencies, isStopped: () => boolean): Promise<void> {
  const { outbox, logger, now } = deps;
  let started = 0;
  try {
    for (;;) {
      const receivedBefore = new Date(now().getTime() - MIN_AGE_MS).toISOString();
      const events = await outbox.listUnstarted(receivedBefore, BATCH);
      const startedOfBatch = await startAll(deps, events, isStopped);
      started += startedOfBatch;
      if (startedOfBatch < BATCH) break;
    }
  } catch (error) {
    logger.warn('could not read the events that wait; the next sweep will', {
      reason: (error as Error).message,
    });
  }
  if (started > 0) logger.info('started workflows of events that waited', { events: started });
}

/** @returns how many were started. One that cannot be started does not keep the others waiting. */
async function startAll(
  { outbox, workflows, logger, now }: SweeperDependencies,
  events: readonly UnstartedEvent[],
  isStopped: () => boolean,
): Promise<number> {
  let started = 0;
  let failuresInARow = 0;
  for (const event of events) {
    if (isStopped() || failuresInARow === GIVE_UP_AFTER_FAILURES) break;
    try {
      await workflows.startDispatch(event);
      await outbox.markStarted(event.environmentId, event.eventId, now().toISOString());
      started += 1;
      failuresInARow = 0;
    } catch (error) {
      failuresInARow += 1;
      const { eventId } = event;
      logger.warn('could not start a workflow; the next sweep will', {
        eventId,
        reason: (error as Error).message,
      });
    }
  }
  return started;
}
