import type { Backlog } from '../domain/statistics/statistics';
import type { Logger } from '../logger';
import { repeat, type Repeated } from './repeat';

const INTERVAL_MS = 15_000;

interface Dependencies {
  readonly countBacklog: () => Promise<Backlog>;
  /** Told after each count; of `undefined` when the database did not answer. */
  readonly report: (counted: Backlog | undefined) => void;
  readonly logger: Logger;
}

/** Counts what waits, every 15 s, for the metrics. Several workers count the same. Source: docs/decisions.md D68. */
export function createBacklogCounter({ countBacklog, report, logger }: Dependencies): Repeated {
  return repeat(INTERVAL_MS, async () => {
    try {
      report(await countBacklog());
    } catch (error) {
      report(undefined);
      logger.warn('could not count what waits; the next round will', { reason: (error as Error).message });
    }
  });
}
