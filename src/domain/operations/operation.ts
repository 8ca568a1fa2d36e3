import type { EagerWork } from './eager-transformation';
import type { TriggeredBy } from '../events/event';

export const OPERATION_METHODS = ['upload', 'explicit', 'explode', 'generate_archive', 'multi'] as const;
export type OperationMethod = (typeof OPERATION_METHODS)[number];

/** A JSON object as the platform reported it, in its own key order. */
export type Payload = Readonly<Record<string, unknown>>;

/** The parameters that decide who is notified, of what and when. They count as sent when an upload preset has them. */
interface NotificationParameters {
  readonly notification_url?: string | undefined;
  readonly eager_notification_url?: string | undefined;
  /** Transformations as a list, or as one text in which `|` separates them. */
  readonly eager?: string | readonly string[] | undefined;
  readonly eager_async?: boolean | undefined;
}

export interface OperationRequest extends NotificationParameters {
  /** Whether the call is answered before any work is done. */
  readonly async?: boolean | undefined;
  /** The caller's name for the work that continues after the answer. */
  readonly batch_id?: string | undefined;
  readonly upload_preset?: NotificationParameters | undefined;
}

interface OperationError {
  readonly message: string;
  readonly code?: string | undefined;
}

/** A call of the upload API that continues to work after its answer: the request, and the reports so far. */
export interface Operation {
  readonly method: OperationMethod;
  /** Names the work that continues after the answer; shown only where the combination says so. */
  readonly batchId: string;
  readonly notificationUrl: string | undefined;
  readonly eagerNotificationUrl: string | undefined;
  readonly eagerAsync: boolean;
  /** Absent in what was stored before the parameter was known. */
  readonly isAsync?: boolean;
  /** In the order of the request, each transformation once. */
  readonly eager: readonly EagerWork[];
  readonly uploaded: Payload | undefined;
  readonly failure: OperationFailure | undefined;
  readonly timedOut: boolean;
  /** Types of the events emitted so far. */
  readonly emitted: readonly string[];
  readonly answered: boolean;
}

export interface OperationFailure {
  readonly error: OperationError;
  /** The asset that the call was about, when the platform knows it. */
  readonly publicId?: string | undefined;
}

/** What names an operation. */
export interface OperationKey {
  readonly environmentId: string;
  /** The platform's idempotency key, or one that we made. */
  readonly operationId: string;
}

/** The answer of the call itself. The body of a failed one is `{error: {message, code}}`. */
export interface OperationResponse {
  readonly outcome: 'succeeded' | 'failed';
  readonly body: Payload;
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

/** An operation as far as its workflow needs to know. */
export interface OperationToTrack extends OperationKey {
  readonly cloudName: string;
  readonly method: OperationMethod;
}

/** An operation that has not ended. */
export interface OpenOperation extends OperationToTrack {
  /** ISO text, UTC. */
  readonly createdAt: string;
}

/**
 * The type of the event for the operation's own result: `explicit` is reported as `upload`, every other method under
 * its own name. Source: catalogue of event types.
 */
export function mainEventType(method: OperationMethod): string {
  return method === 'explicit' ? 'upload' : method;
}

/** Whether it failed before its upload was done. A later failure only fails the transformations that were still open. */
export function hasFailed(operation: Operation): boolean {
  return operation.failure !== undefined && operation.uploaded === undefined;
}

/** Whether the upload and every eager transformation are reported, failed ones included. */
export function isComplete(operation: Operation): boolean {
  return operation.uploaded !== undefined && operation.eager.every((work) => work.entry !== undefined);
}

/** Whether no report can make it emit or answer any more. */
export function hasEnded(operation: Operation): boolean {
  return hasFailed(operation) || isComplete(operation);
}

/** An operation with what became of it. */
export interface StoredOperation extends OperationRecord {
  /** ISO text, UTC. */
  readonly updatedAt: string;
  readonly endedAt: string | undefined;
}
