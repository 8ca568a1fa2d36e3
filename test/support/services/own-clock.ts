const TICK_MS = 20;

/** A clock for what this process does. */
export interface OwnClock {
  /** In milliseconds. */
  now(): number;
  stop(): void;
}

/** Starts a clock that stands still while this process does, for want of a processor: nobody else's fault. */
export function startOwnClock(): OwnClock {
  let standstillMs = 0;
  let lastTickMs = performance.now();
  const sinceTickMs = () => performance.now() - lastTickMs;
  const ticking = setInterval(() => {
    standstillMs += Math.max(0, sinceTickMs() - TICK_MS);
    lastTickMs = performance.now();
  }, TICK_MS).unref();
  return {
    now: () => lastTickMs + Math.min(sinceTickMs(), TICK_MS) - standstillMs,
    stop: () => clearInterval(ticking),
  };
}
