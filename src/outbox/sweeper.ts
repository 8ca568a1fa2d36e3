import type { Sweep } from './sweep';

export interface Sweeper {
  /** Sweeps now and then regularly. */
  start(): void;
  /** Ends after the sweep under way. */
  stop(): Promise<void>;
}

const INTERVAL_MS = 1_000;

/**
 * Hands over to Temporal what was stored but whose hand-over was lost: the process died between the two,
 * or Temporal did not answer. Several sweepers at once are harmless, since a second start is none.
 */
export function createSweeper(sweeps: readonly Sweep[]): Sweeper {
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> = Promise.resolve();
  let stopped = false;

  async function sweepAll(): Promise<void> {
    for (const sweep of sweeps) await sweep(() => stopped);
  }

  function next(): void {
    if (stopped) return;
    sweeping = sweepAll().finally(() => {
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
