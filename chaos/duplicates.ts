import type { DatabaseView } from './database-view';
import type { FaultRecord } from './ledger';
import { groupByDelivery } from './oracle';
import type { Receipt } from './receivers';

/** An attempt that was made this long before a fault, or after its healing, may be made again. */
const EDGE_MS = 2_000;
/** Once for the fault, and once for its healing, which may be another one: a process that ends, a connection that is cut. */
const TIMES_PER_FAULT = 2;

/** A POST that repeated an attempt. */
export interface Duplicate {
  readonly deliveryId: string;
  /** The POST that it repeated. */
  readonly original: Receipt;
}

/**
 * The POSTs that came again: the same attempt of the same delivery. Where somebody interfered, a new run counts its attempts
 * from 1: there only what was sent beyond the attempts that are stored.
 */
export function findDuplicates(
  receipts: readonly Receipt[],
  { deliveries }: DatabaseView,
  isInterfered: (deliveryId: string) => boolean,
): Duplicate[] {
  const receiptsOf = groupByDelivery(receipts);
  return deliveries.flatMap(({ id, attempts }) => {
    const received = receiptsOf.get(id) ?? [];
    const repeated = received.flatMap(({ attempt }, index) => {
      const original = received.slice(0, index).findLast((earlier) => earlier.attempt === attempt);
      return original === undefined ? [] : [original];
    });
    const surplus = Math.max(0, received.length - attempts.length);
    const counted = isInterfered(id) ? repeated.slice(0, surplus) : repeated;
    return counted.map((original) => ({ deliveryId: id, original }));
  });
}

/** How many deliveries had an attempt under way from a fault to its healing: so many attempts may have been made again. */
export function inFlightAt(fault: FaultRecord, receipts: readonly Receipt[]): number {
  const touched = receipts.filter((receipt) => isTouched(receipt, fault));
  return new Set(touched.map(({ deliveryId }) => deliveryId)).size;
}

/** How often the attempts of one delivery may have been made again, by the faults that they met. */
export function allowedDuplicates(received: readonly Receipt[], faults: readonly FaultRecord[]): number {
  const met = faults.filter((fault) => received.some((receipt) => isTouched(receipt, fault)));
  return TIMES_PER_FAULT * met.length;
}

/** Whether a POST was under way at any time from a fault to its healing. */
export function isTouched({ arrivedAtMs, endedAtMs = Infinity }: Receipt, fault: FaultRecord): boolean {
  const { startedAtMs, healedAtMs = Infinity } = fault;
  return arrivedAtMs <= healedAtMs + EDGE_MS && endedAtMs >= startedAtMs - EDGE_MS;
}
