import type { Position, Step } from '../domain/list-step';
import type { Logger } from '../logger';

/** One thing that the database believes to be under way. */
export interface Believed {
  readonly position: Position;
  /**
   * Compares it with Temporal, and mends what Temporal has lost. Throws when Temporal does not answer.
   *
   * @returns what was mended; `undefined` when all is well.
   */
  mend(): Promise<Mended | undefined>;
}

/** A kind of such things. */
export interface BelievedKind {
  /** In the plural, for the log. */
  readonly name: string;
  /** Younger than this, it is probably going on this moment. */
  readonly minAgeMs: number;
  /** In the order of their positions. */
  list(step: Step): Promise<readonly Believed[]>;
}

/** What was done, for the log and the metrics. */
export interface Mended {
  readonly action: string;
  readonly facts: object;
}

export interface ReconcilerDependencies {
  readonly logger: Logger;
  readonly now: () => Date;
  /** Counts one thing that was mended. */
  readonly count: (action: string) => void;
}

export interface Reconciler {
  /** Goes over all that is believed to be under way, now and then regularly. */
  start(): void;
  /** Ends after the step under way. */
  stop(): Promise<void>;
}

const INTERVAL_MS = 10_000;
const STEP = 50;
/** Things compared at a time. */
const LANES = 5;
/** After a step in which all was well: 200 things a second, at most. */
const PAUSE_MS = 250;

/**
 * Compares what the database believes to be under way with Temporal, and mends what is not: workflows that were terminated,
 * deleted or lost. Usually nothing has stood still long enough to be compared. Several reconcilers at once
 * are harmless: what one has mended is under way for the other, and the number of an attempt decides whether it is made.
 */
export function createReconciler(
  kinds: readonly BelievedKind[],
  { logger, now, count }: ReconcilerDependencies,
): Reconciler {
  let timer: NodeJS.Timeout | undefined;
  let reconciling: Promise<void> = Promise.resolve();
  let wake: () => void = () => undefined;
  let stopped = false;

  const pause = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, PAUSE_MS);
    });

  async function goOver(kind: BelievedKind): Promise<void> {
    const before = new Date(now().getTime() - kind.minAgeMs).toISOString();
    let after: Position | undefined;
    while (!stopped) {
      const items = await kind.list({ before, after, limit: STEP });
      const mended = await mendAll(items);
      after = items.at(-1)?.position;
      if (items.length < STEP) return;
      if (mended === 0) await pause();
    }
  }

  /** @returns how many were mended. */
  async function mendAll(items: readonly Believed[]): Promise<number> {
    const left = [...items];
    let mended = 0;
    const lane = async () => {
      for (let item = left.shift(); item && !stopped; item = left.shift()) {
        const done = await item.mend();
        if (!done) continue;
        mended += 1;
        count(done.action);
        logger.warn('mended what Temporal had lost', { action: done.action, ...done.facts });
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return mended;
  }

  async function goOverAll(): Promise<void> {
    for (const kind of kinds) {
      try {
        await goOver(kind);
      } catch (error) {
        const reason = (error as Error).message;
        logger.warn(`could not compare ${kind.name} with Temporal; the next round will`, { reason });
      }
    }
  }

  function next(): void {
    if (stopped) return;
    reconciling = goOverAll().finally(() => {
      if (!stopped) timer = setTimeout(next, INTERVAL_MS);
    });
  }

  return {
    start: next,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      wake();
      await reconciling;
    },
  };
}
