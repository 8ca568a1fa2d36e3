import { setTimeout as sleep } from 'node:timers/promises';

/** Waits so long, or until everything is to stop, whichever comes first. */
export async function pause(ms: number, stop: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal: stop });
  } catch (error) {
    if (!stop.aborted) throw error;
  }
}

/** Waits for the result, or until everything is to stop: then it is `undefined`, whatever still becomes of the work. */
export async function unlessStopped<T>(work: Promise<T>, stop: AbortSignal): Promise<T | undefined> {
  if (stop.aborted) {
    work.catch(() => undefined);
    return undefined;
  }
  let release = (): void => undefined;
  const stopped = new Promise<undefined>((resolve) => (release = () => resolve(undefined)));
  stop.addEventListener('abort', release, { once: true });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    stop.removeEventListener('abort', release);
  }
}
