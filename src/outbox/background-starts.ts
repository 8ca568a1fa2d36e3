import type { Logger } from '../logger';

/** How a stored thing is handed over to Temporal. */
export interface Start<Item> {
  start(item: Item): Promise<void>;
  /** The fields that name the item in the log. */
  factsOf(item: Item): object;
}

/** The most starts in progress at once. Beyond it, items wait in the database, not in memory. */
const MAX_UNDER_WAY = 200;

/** Hands stored things over to Temporal in the background. What it cannot take or hand over, the sweeper finds. */
export function createBackgroundStarts<Item>({ start, factsOf }: Start<Item>, logger: Logger) {
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
    /** Never throws and never waits. */
    offer(item: Item): void {
      if (underWay.size >= MAX_UNDER_WAY) return;
      const starting = tryToStart(item).finally(() => underWay.delete(starting));
      underWay.add(starting);
    },

    /** Waits for the starts in progress. */
    async drain(): Promise<void> {
      await Promise.all(underWay);
    },
  };
}
