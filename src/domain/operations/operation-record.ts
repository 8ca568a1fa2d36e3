import type { TriggeredBy } from '../events/event';
import type { OperationResponse } from './obey-combination';
import type { Operation, OperationRequest } from './operation';
import type { OperationReport } from './report';

/** What names an operation. */
export interface OperationKey {
  readonly environmentId: string;
  /** The platform's idempotency key, or one that we made. */
  readonly operationId: string;
}

/** An operation with what its events need to know about the call that began it. */
export interface OperationRecord extends OperationKey {
  readonly operation: Operation;
  /** As it was announced. */
  readonly request: OperationRequest;
  /** The answer of the call; `undefined` until its moment has come. */
  readonly response: OperationResponse | undefined;
  /** ISO text, UTC: when the call was made, as the platform says, or when it was announced. */
  readonly triggeredAt: string;
  readonly triggeredBy: TriggeredBy;
  /** 32 hex digits; shared by the operation's events. */
  readonly requestId: string;
  /** ISO text, UTC: when it was announced. */
  readonly createdAt: string;
}

/** An operation with what became of it. */
export interface StoredOperation extends OperationRecord {
  /** ISO text, UTC. */
  readonly updatedAt: string;
  readonly endedAt: string | undefined;
}

/** A report as it was received. Times are ISO text, UTC. */
export interface StoredReport {
  readonly report: OperationReport;
  readonly receivedAt: string;
  /** `undefined` until the operation's workflow has taken it in. */
  readonly appliedAt: string | undefined;
}
