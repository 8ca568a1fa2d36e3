import { findDuplicates, isTouched } from './duplicates';
import type { DatabaseView } from './database-view';
import { FAULT_KIND_NAMES, type FaultKindName } from './fault-kinds';
import type { FaultRecord, Ledger } from './ledger';
import type { Violation } from './oracle';
import type { Receipt } from './receivers';
import { recoveryMs } from './recovery';

/** What became of all faults of one kind. */
export interface KindTally {
  faults: number;
  skipped: number;
  lost: number;
  stuck: number;
  duplicates: number;
  /** Everything else that was promised and not kept. */
  other: number;
  worstRecoveryMs: number | undefined;
}

export type Tally = Record<FaultKindName, KindTally>;

export function emptyTally(): Tally {
  const entries = FAULT_KIND_NAMES.map((kind): [FaultKindName, KindTally] => [
    kind,
    { faults: 0, skipped: 0, lost: 0, stuck: 0, duplicates: 0, other: 0, worstRecoveryMs: undefined },
  ]);
  return Object.fromEntries(entries) as Tally;
}

export interface JudgedRound {
  readonly round: number;
  readonly receipts: readonly Receipt[];
  readonly database: DatabaseView;
  readonly violations: readonly Violation[];
  /** Whether it took longer than is promised until everything had ended. */
  readonly isLate: boolean;
}

/** Adds a round. What went wrong counts for the last fault that had begun before it. */
export function addRound(tally: Tally, ledger: Ledger, judged: JudgedRound): void {
  const { receipts, database, violations } = judged;
  const faults = ledger.faultsOf(judged.round);
  const made = faults.filter(({ skipped }) => skipped === undefined);
  const events = ledger.of(judged.round);
  for (const fault of faults) {
    const kind = tally[fault.kind];
    if (fault.skipped !== undefined) kind.skipped += 1;
    else kind.faults += 1;
    const recoveredMs = recoveryMs(fault, faults, events, receipts);
    if (recoveredMs !== undefined) kind.worstRecoveryMs = Math.max(kind.worstRecoveryMs ?? 0, recoveredMs);
  }
  const blamed = (atMs: number) => lastBefore(made, atMs);
  for (const { original } of findDuplicates(
    receipts,
    database,
    (id) => ledger.interferencesWith(id).length > 0,
  )) {
    const fault = made.findLast((each) => isTouched(original, each)) ?? blamed(original.arrivedAtMs);
    if (fault !== undefined) tally[fault.kind].duplicates += 1;
  }
  for (const violation of violations) {
    const fault = blamed(timeOf(violation, ledger, database));
    if (fault === undefined) continue;
    const kind = tally[fault.kind];
    if (violation.kind === 'lost') kind.lost += 1;
    else if (violation.kind === 'stuck') kind.stuck += 1;
    else kind.other += 1;
  }
}

/** When the event that a violation is about was acknowledged. */
function timeOf({ subject }: Violation, ledger: Ledger, { deliveries }: DatabaseView): number {
  const eventId = deliveries.find(({ id }) => id === subject)?.eventId ?? subject;
  return ledger.events.get(eventId)?.acknowledgedAtMs ?? Infinity;
}

function lastBefore(faults: readonly FaultRecord[], atMs: number): FaultRecord | undefined {
  return faults.findLast(({ startedAtMs }) => startedAtMs <= atMs) ?? faults[0];
}
