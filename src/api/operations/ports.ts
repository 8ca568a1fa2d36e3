import type { PostedContent } from '../../domain/events/posted-content';
import type { OperationResponse } from '../../domain/operations/obey-combination';
import type {
  OperationKey,
  OperationRecord,
  StoredOperation,
  StoredReport,
} from '../../domain/operations/operation-record';
import type { Contradiction, OperationReport } from '../../domain/operations/report';
import type { DeliveryControl } from '../deliveries/ports';
import type { DestinationGuard } from '../route/destination-url';

/** What the routes of operations need. */
export interface OperationPorts {
  readonly operationIntake: OperationIntake;
  readonly operations: OperationReader;
  readonly operationAnswers: OperationAnswers;
  readonly deliveryControl: Pick<DeliveryControl, 'operationPage'>;
  readonly destinationGuard: DestinationGuard;
  readonly newId: () => string;
  readonly now: () => Date;
}

/** Both are durable before they return. */
export interface OperationIntake {
  /**
   * @param content decides whether a second operation of the same id is the same one. Source: docs/decisions.md D27.
   * @returns the operation that stands under the id: this one, or the one announced before.
   */
  announce(
    record: OperationRecord,
    cloudName: string,
    content: PostedContent,
  ): Promise<{
    readonly outcome: 'accepted' | 'duplicate' | 'conflict';
    readonly record: OperationRecord;
  }>;
  /**
   * @returns `undefined` when there is no such operation; contradictions when it was not taken in because of them.
   */
  report(
    key: OperationKey,
    cloudName: string,
    report: OperationReport,
  ): Promise<
    { readonly isDuplicate: boolean } | { readonly contradictions: readonly Contradiction[] } | undefined
  >;
}

export interface OperationReader {
  find(key: OperationKey): Promise<StoredOperation | undefined>;
  /** In the order of receipt. */
  listReports(key: OperationKey): Promise<readonly StoredReport[]>;
}

export interface OperationAnswers {
  /**
   * Waits until the operation is answered, the time is over, or `signal` is aborted.
   *
   * @returns `undefined` when there is no such operation.
   */
  wait(
    key: OperationKey,
    until: { readonly waitMs: number; readonly signal: AbortSignal },
  ): Promise<{ readonly response: OperationResponse | undefined } | undefined>;
}
