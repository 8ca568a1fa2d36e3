/** A task that is repeated for as long as the process runs. */
export interface Repeated {
  /** Runs the task now and then regularly, never twice at a time. */
  start(): void;
  /** Ends after the present run. */
  stop(): Promise<void>;
}

/**
 * @param intervalMs from the end of one run to the beginning of the next.
 * @param task ends early once `isStopped`; never rejects.
 */
export function repeat(intervalMs: number, task: (isStopped: () => boolean) => Promise<void>): Repeated {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  function next(): void {
    if (stopped) return;
    running = task(() => stopped).finally(() => {
      if (!stopped) timer = setTimeout(next, intervalMs);
    });
  }

  return {
    start: next,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
