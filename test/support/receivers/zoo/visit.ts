import type { AttemptOutcome } from '../../../../src/domain/deliveries/attempt';
import type { HttpSender } from '../../../../src/outbound/sender';

export interface Visit {
  readonly url: string;
  readonly timeoutMs: number;
  readonly requestBytes: number;
}

export interface Visited {
  readonly outcome: AttemptOutcome;
  /** Until the sender had nothing more to do with the answer; an outcome's own duration ends with the head. */
  readonly settledMs: number;
  /** When a bare timer fired that was set to the deadline: a busy machine is late by itself. */
  readonly dueMs: number;
}

/** Measures how long a visit takes; in milliseconds. */
type Clock = Pick<typeof performance, 'now'>;

/** Makes one POST. */
export async function visit(
  sender: HttpSender,
  { url, timeoutMs, requestBytes }: Visit,
  clock: Clock = performance,
): Promise<Visited> {
  const body = `"${'x'.repeat(requestBytes - 2)}"`;
  const headers = { 'content-type': 'application/json' };
  const startedAt = clock.now();
  const elapsedMs = () => Math.round(clock.now() - startedAt);
  let dueMs = timeoutMs;
  const timer = setTimeout(() => (dueMs = elapsedMs()), timeoutMs);
  const outcome = await sender.post({ url, timeoutMs, body, headers });
  clearTimeout(timer);
  return { outcome, settledMs: elapsedMs(), dueMs };
}

/** So that the visitors do not wait for each other's handshakes. */
const VISITS_AT_ONCE = 24;

/** Makes all POSTs, some at once. @returns what they met, in their order. */
export async function visitAll(
  sender: HttpSender,
  visits: readonly Visit[],
  clock?: Clock,
): Promise<readonly Visited[]> {
  const visited: Visited[] = [];
  const left = visits.entries();
  const makeVisits = async () => {
    for (const [index, next] of left) visited[index] = await visit(sender, next, clock);
  };
  await Promise.all(Array.from({ length: VISITS_AT_ONCE }, makeVisits));
  return visited;
}
