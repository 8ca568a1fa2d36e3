import { repeat, type Repeated } from './repeat';
import type { Sweep } from './sweep';

const INTERVAL_MS = 1_000;

/**
 * Hands over to Temporal what was stored but whose hand-over was lost: the process died between the two,
 * or Temporal did not answer. Several sweepers at once are harmless, since a second start is none.
 */
export function createSweeper(sweeps: readonly Sweep[]): Repeated {
  return repeat(INTERVAL_MS, async (isStopped) => {
    for (const sweep of sweeps) await sweep(isStopped);
  });
}
