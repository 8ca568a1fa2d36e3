import type { Client } from '@temporalio/client';
import { deliveryWorkflowId } from '../../src/workflows/contract';

/** How late a delivery's second attempt was, in milliseconds. */
export interface Lateness {
  /** From when the timer was due to when the engine fired it. */
  readonly timerMs: number;
  /** From when the timer was due to the receipt. */
  readonly receiptMs: number;
}

/** As many histories are read at most: enough for a p99, and no load of its own. */
const SAMPLE = 1_000;
const AT_ONCE = 10;

type Times = ReadonlyMap<string, number>;

/** Reads of some deliveries, evenly spaced, when their first wait was due and fired. Those that did not arrive are left out. */
export async function sampleLateness(
  client: Client,
  cloudName: string,
  deliveryIds: readonly string[],
  arrivedAtMs: Times,
): Promise<readonly Lateness[]> {
  const remaining = evenly(deliveryIds, SAMPLE).values();
  const found: Lateness[] = [];
  const lane = async () => {
    for (const id of remaining) {
      const receivedAtMs = arrivedAtMs.get(id);
      if (receivedAtMs === undefined) continue;
      const { events } = await client.workflow.getHandle(deliveryWorkflowId(cloudName, id)).fetchHistory();
      const timer = firstTimer(events ?? []);
      if (timer === undefined) continue;
      const { dueMs, firedMs } = timer;
      found.push({ timerMs: firedMs - dueMs, receiptMs: receivedAtMs - dueMs });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return found;
}

/** So many of a list, or all of it, spread over it. */
export function evenly<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)] as T);
}

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;
type HistoryEvent = NonNullable<History['events']>[number];

function firstTimer(events: readonly HistoryEvent[]) {
  const started = events.find(({ timerStartedEventAttributes }) => timerStartedEventAttributes);
  const fired = events.find(({ timerFiredEventAttributes }) => timerFiredEventAttributes);
  const delay = started?.timerStartedEventAttributes?.startToFireTimeout;
  if (!started || !fired || !delay) return undefined;
  return { dueMs: timeMs(started.eventTime) + timeMs(delay), firedMs: timeMs(fired.eventTime) };
}

/** Of a point in time since the epoch, or of a duration. */
function timeMs(
  time: { readonly seconds?: unknown; readonly nanos?: number | null } | null | undefined,
): number {
  return Number(time?.seconds ?? 0) * 1000 + (time?.nanos ?? 0) / 1e6;
}
