import { decimal } from '../figures';
import { markdownTable } from '../markdown-table';
import type { ShapeName } from '../shape';
import type { Arrival } from './kill-receiver';

/** What is known of a round when nothing more arrives. Times in milliseconds since the epoch. */
export interface KilledRound {
  readonly destinations: number;
  /** When each event was due at the API. */
  readonly dueAtMs: ReadonlyMap<string, number>;
  readonly arrivals: readonly Arrival[];
  readonly killedAtMs: number;
  readonly readyAtMs: number;
  /** Deliveries whose attempt was stored before the kill. */
  readonly recordedIds: ReadonlySet<string>;
}

export interface KillResult {
  /** From the kill until the service was ready again. */
  readonly awayMs: number;
  /** Attempts that had arrived before the kill and were not stored: these may come again. */
  readonly inFlight: number;
  readonly lost: number;
  /** Arrivals after the first one of each delivery. */
  readonly duplicated: number;
  /** Of all arrivals after the restart, duplicates too: the longest from when it could have come to when it came. */
  readonly worstDelayMs: number;
}

/** An arrival could have come when its event was due, or when the service was ready again, whichever is later. */
export function judgeRound(round: KilledRound): KillResult {
  const { dueAtMs, arrivals, killedAtMs, readyAtMs, recordedIds, destinations } = round;
  const delivered = new Set(arrivals.map(({ deliveryId }) => deliveryId));
  const unrecorded = arrivals.filter(
    ({ atMs, deliveryId }) => atMs <= killedAtMs && !recordedIds.has(deliveryId),
  );
  const delaysMs = arrivals
    .filter(({ atMs }) => atMs > killedAtMs)
    .map(({ atMs, eventId }) => atMs - Math.max(dueAtMs.get(eventId) ?? NaN, readyAtMs));
  return {
    awayMs: readyAtMs - killedAtMs,
    inFlight: new Set(unrecorded.map(({ deliveryId }) => deliveryId)).size,
    lost: dueAtMs.size * destinations - delivered.size,
    duplicated: arrivals.length - delivered.size,
    worstDelayMs: Math.max(0, ...delaysMs),
  };
}

const HEADER = ['shape', 'round', 'away', 'in flight', 'duplicated', 'lost', 'worst delay'];

export function killTable(shape: ShapeName, results: readonly KillResult[]): string {
  const rows = results.map(({ awayMs, inFlight, duplicated, lost, worstDelayMs }, index) => [
    shape,
    String(index + 1),
    `${decimal(awayMs / 1000)} s`,
    String(inFlight),
    String(duplicated),
    String(lost),
    `${decimal(worstDelayMs / 1000)} s`,
  ]);
  return markdownTable([HEADER, ...rows]);
}
