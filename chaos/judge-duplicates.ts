import type { DatabaseView } from './database-view';
import { allowedDuplicates, findDuplicates, inFlightAt } from './duplicates';
import type { Ledger } from './ledger';
import { groupByDelivery, type Violation } from './oracle';
import type { Receipt } from './receivers';

/** No more attempts are made again than were under way at the faults, and none again and again. Pure. */
export function judgeDuplicates(
  round: number,
  receipts: readonly Receipt[],
  database: DatabaseView,
  ledger: Ledger,
): Violation[] {
  const faults = ledger.faultsOf(round);
  const duplicates = findDuplicates(receipts, database, (id) => ledger.interferencesWith(id).length > 0);
  const received = groupByDelivery(receipts);
  const blame = (subject: string, what: string): Violation => ({
    kind: 'too many duplicates',
    round,
    subject,
    what,
  });
  const allowed = faults.reduce((sum, fault) => sum + inFlightAt(fault, receipts), 0);
  const violations: Violation[] = [];
  if (duplicates.length > allowed) {
    const what = `${duplicates.length} attempts were made again, and ${allowed} were under way at its faults`;
    violations.push(blame(`round ${round}`, what));
  }
  const repeats = new Map<string, number>();
  for (const { deliveryId } of duplicates) repeats.set(deliveryId, (repeats.get(deliveryId) ?? 0) + 1);
  for (const [deliveryId, count] of repeats) {
    const most = allowedDuplicates(received.get(deliveryId) ?? [], faults);
    if (count > most)
      violations.push(blame(deliveryId, `${count} attempts were made again; its faults excuse ${most}`));
  }
  return violations;
}
