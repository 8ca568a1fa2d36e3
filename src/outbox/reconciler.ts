import { setTimeout as pause } from 'node:timers/promises';
import type { Position, ListStep } from '../domain/list-parts';
import type { Logger } from '../logger';
import { repeat, type Repeated } from './repeat';

/** One item that the database believes to be in progress. */
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
  list(step: ListStep): Promise<readonly Believed[]>;
}

/** The repair, for the log and the metrics. */
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

const INTERVAL_MS = 10_000;
const STEP = 50;
/** Things compared at a time. */
const LANES = 5;
/** After a step in which all was well: 200 things a second, at most. */
const PAUSE_MS = 250;
/** Then Temporal is probably down, and the rest would only wait for its deadline. */
const GIVE_UP_AFTER_FAILURES = 3;

/**
 * Compares the work that the database believes to be in progress with Temporal. Mends what is not: workflows that were
 * terminated, deleted or lost. Usually nothing has stood still long enough to be compared.
 *
 * Several reconcilers at once are harmless. What one has mended is in progress for the other, and the number of an
 * attempt decides whether it is made.
 */
export function createReconciler(
  kinds: readonly BelievedKind[],
  { logger, now, count }: ReconcilerDependencies,
): Repeated {
  async function goOver(kind: BelievedKind, isStopped: () => boolean): Promise<void> {
    const before = new Date(now().getTime() - kind.minAgeMs).toISOString();
    let after: Position | undefined;
    while (!isStopped()) {
      const items = await kind.list({ before, after, limit: STEP });
      const mended = await mendAll(kind.name, items, isStopped);
      after = items.at(-1)?.position;
      if (items.length < STEP) return;
      if (mended === 0) await pause(PAUSE_MS);
    }
  }

  /**
   * One that cannot be compared or mended does not keep the others waiting.
   *
   * @returns how many were mended.
   * @throws the last error, when several fail in a row.
   */
  async function mendAll(
    name: string,
    items: readonly Believed[],
    isStopped: () => boolean,
  ): Promise<number> {
    const left = [...items];
    let mended = 0;
    let failuresInARow = 0;
    const lane = async () => {
      for (let item = left.shift(); item && !isStopped(); item = left.shift()) {
        try {
          if (await mend(item)) mended += 1;
          failuresInARow = 0;
        } catch (error) {
          failuresInARow += 1;
          if (failuresInARow >= GIVE_UP_AFTER_FAILURES) throw error;
          tellFailure(name, error, { id: item.position.id });
        }
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return mended;
  }

  async function mend(item: Believed): Promise<boolean> {
    const done = await item.mend();
    if (!done) return false;
    count(done.action);
    logger.warn('mended what Temporal had lost', { action: done.action, ...done.facts });
    return true;
  }

  function tellFailure(name: string, error: unknown, facts: object = {}): void {
    const reason = (error as Error).message;
    logger.warn(`could not compare ${name} with Temporal; the next round will`, { ...facts, reason });
  }

  return repeat(INTERVAL_MS, async (isStopped) => {
    for (const kind of kinds) {
      try {
        await goOver(kind, isStopped);
      } catch (error) {
        tellFailure(kind.name, error);
      }
    }
  });
}
