import type { Logger } from '../logger';
import type { Start } from './background-starts';

/** One pass over all that waits of one kind; ends early once `isStopped`. Never rejects. */
export type Sweep = (isStopped: () => boolean) => Promise<void>;

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
  readonly logger: Logger;
  readonly now: () => Date;
}

/** A younger one is probably being started this moment. */
const MIN_AGE_MS = 2_000;
const BATCH = 100;
/** Then Temporal is probably down, and the rest would only wait for its deadline. */
const GIVE_UP_AFTER_FAILURES = 3;

export function createSweep<Item>(kind: SweptKind<Item>, { logger, now }: SweepDependencies): Sweep {
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
    if (started > 0) logger.info(`started workflows of ${kind.name} that waited`, { [kind.name]: started });
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
