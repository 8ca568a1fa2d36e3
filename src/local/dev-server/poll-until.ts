import { setTimeout as sleep } from 'node:timers/promises';

const INTERVAL_MS = 25;

/**
 * Asks again and again until the answer is yes.
 *
 * @returns false when it was not within `deadlineMs`.
 */
export async function pollUntil(ask: () => Promise<boolean>, deadlineMs: number): Promise<boolean> {
  const endsAt = Date.now() + deadlineMs;
  while (!(await ask())) {
    if (Date.now() >= endsAt) return false;
    await sleep(INTERVAL_MS);
  }
  return true;
}
