import type { FaultRecord, PublishedEvent } from './ledger';
import type { Receipt } from './receivers';

/**
 * How long after its healing everything that had been acknowledged before was with its receivers, as far as those accept
 * at once.
 *
 * @returns milliseconds; `undefined` for a fault after which another one was healed, which disturbed it.
 */
export function recoveryMs(
  fault: FaultRecord,
  faults: readonly FaultRecord[],
  events: readonly PublishedEvent[],
  receipts: readonly Receipt[],
): number | undefined {
  const { healedAtMs } = fault;
  if (healedAtMs === undefined || fault.skipped !== undefined) return undefined;
  if (faults.some((other) => (other.healedAtMs ?? Infinity) > healedAtMs)) return undefined;
  const firstAcceptance = new Map<string, number>();
  for (const { eventId, status, arrivedAtMs } of receipts) {
    if (status === 200 && !firstAcceptance.has(eventId)) firstAcceptance.set(eventId, arrivedAtMs);
  }
  const waits = events
    .filter(({ acknowledgedAtMs = Infinity, destinations }) => {
      return acknowledgedAtMs <= healedAtMs && destinations.every(({ behaviour }) => behaviour === 'accept');
    })
    .map(({ eventId }) => (firstAcceptance.get(eventId) ?? Infinity) - healedAtMs)
    .filter((waitMs) => Number.isFinite(waitMs));
  return Math.max(0, ...waits);
}
