/** Told to everybody who waits when the time is over. */
export class DeadlineExceeded extends Error {
  override readonly name = 'DeadlineExceeded';
}

export interface Deadline {
  readonly timeoutMs: number;
  /** Aborts with a {@link DeadlineExceeded}. */
  readonly signal: AbortSignal;
  /** Stops the clock, so that nothing keeps the process awake. */
  clear(): void;
}

export function startDeadline(timeoutMs: number): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DeadlineExceeded()), timeoutMs);
  return { timeoutMs, signal: controller.signal, clear: () => clearTimeout(timer) };
}
