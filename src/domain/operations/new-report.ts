import type { OperationMethod } from './operation';
import type { OperationKey } from './operation-record';
import type { Contradiction, OperationReport } from './report';

/** A report that is to be stored. */
export interface NewReport extends OperationKey {
  readonly report: OperationReport;
  readonly contentHash: string;
  /** ISO text, UTC. */
  readonly receivedAt: string;
}

export interface InsertedReport {
  /** Of the operation. */
  readonly method: OperationMethod;
  readonly isDuplicate: boolean;
  /** Whether nothing is left to do for it. */
  readonly isApplied: boolean;
}

/** Not stored, because of these. */
export interface RefusedReport {
  readonly contradictions: readonly Contradiction[];
}
