import type { Logger } from '../logger';
import type { UnstartedEvent, WorkflowStarter } from './dependencies';

/** Starts events' workflows in the background. What it cannot take or start, the sweeper finds. */
export interface DispatchStarter {
  /** Never throws and never waits. */
  offer(event: UnstartedEvent): void;
  /** Waits for the starts under way. */
  drain(): Promise<void>;
}

/** Beyond this many starts under way at once, events wait in the database, not in memory. */
const MAX_UNDER_WAY = 200;

export function createDispatchStarter(workflows: WorkflowStarter, logger: Logger): DispatchStarter {
  const underWay = new Set<Promise<void>>();

  async function start(event: UnstartedEvent): Promise<void> {
    try {
      await workflows.startDispatch(event);
    } catch (error) {
      logger.warn('could not start a workflow at once; the sweeper will', {
        eventId: event.eventId,
        reason: (error as Error).message,
      });
    }
  }

  return {
    offer(event) {
      if (underWay.size >= MAX_UNDER_WAY) return;
      const starting = start(event).finally(() => underWay.delete(starting));
      underWay.add(starting);
    },
    async drain() {
      await Promise.all(underWay);
    },
  };
}
