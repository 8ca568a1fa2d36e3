import type { EagerEntry } from './eager-transformation';
import type { OperationFailure, Payload, OperationMethod, OperationKey } from './operation';

/**
 * A report about an operation, by the platform or by the operation's deadline. Reports come in any order, and may come
 * twice.
 */
export type OperationReport =
  | {
      readonly kind: 'uploaded';
      /** The result of the call. Its `eager` list, if any, counts as announced URLs, never as results. */
      readonly payload: Payload;
    }
  | {
      readonly kind: 'eager_completed';
      /** Some or all of the transformations. */
      readonly eager: readonly EagerEntry[];
    }
  | ({ readonly kind: 'failed' } & OperationFailure)
  | { readonly kind: 'timed_out' };

/** Why a report, or a part of it, cannot be used. */
export interface Contradiction {
  /** Path in the report: `payload`, `error`, or `eager.` and the number of a result. */
  readonly field: string;
  readonly expected: string;
  /** It was never asked for. All others contradict what was reported before. */
  readonly isUnknown?: boolean;
}

/**
 * A report that is missing at the deadline. Each has the operation's deadline; that of `upload` begins when that of
 * `eager` ends.
 */
export type Overdue = 'eager' | 'upload';

/**
 * Derives the report of a deadline that has passed. Open eager transformations have failed. A missing upload gets the
 * same time again; then the operation has failed, so that none stays open for ever. Source: docs/decisions.md D32.
 */
export function reportOfOverdue(overdue: Overdue): OperationReport {
  if (overdue === 'eager') return { kind: 'timed_out' };
  return { kind: 'failed', error: { message: 'timed out', code: 'timed_out' } };
}

/** A report to store. */
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

/** A report as it was received. Times are ISO text, UTC. */
export interface StoredReport {
  readonly report: OperationReport;
  readonly receivedAt: string;
  /** `undefined` until the operation's workflow has taken it in. */
  readonly appliedAt: string | undefined;
}
