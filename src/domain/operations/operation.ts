import type { EagerWork } from './eager-transformation';

export const OPERATION_METHODS = ['upload', 'explicit', 'explode', 'generate_archive', 'multi'] as const;
export type OperationMethod = (typeof OPERATION_METHODS)[number];

/** A JSON object as the platform reported it, in its own key order. */
export type Payload = Readonly<Record<string, unknown>>;

/** The parameters that decide who is told what, and when. They count as sent when an upload preset has them. */
interface NotificationParameters {
  readonly notification_url?: string | undefined;
  readonly eager_notification_url?: string | undefined;
  /** Transformations as a list, or as one text in which `|` separates them. */
  readonly eager?: string | readonly string[] | undefined;
  readonly eager_async?: boolean | undefined;
}

export interface OperationRequest extends NotificationParameters {
  /** Whether the call is answered before anything is done. */
  readonly async?: boolean | undefined;
  /** The caller's name for the work that goes on after the answer. */
  readonly batch_id?: string | undefined;
  readonly upload_preset?: NotificationParameters | undefined;
}

interface OperationError {
  readonly message: string;
  readonly code?: string | undefined;
}

/** A call of the upload API whose work goes on: what was asked for, and what has been reported so far. */
export interface Operation {
  readonly method: OperationMethod;
  /** Names the work that goes on after the answer; shown only where the combination says so. */
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

/**
 * The type of the event that tells of the operation's own result: `explicit` is reported as `upload`,
 * every other method under its own name. Source: catalogue of event types.
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
