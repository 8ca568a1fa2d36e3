import type { TriggeredBy } from '../events/event';
import { isSameJson } from '../json/json-values';

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

/** One eager transformation of a request. */
interface EagerWork {
  /** As requested. */
  readonly transformation: string;
  /** How it ended; `undefined` while it is open. */
  readonly entry: EagerEntry | undefined;
}

export type EagerEntry = CompletedEagerEntry | FailedEagerEntry;

/** A derived asset, as the platform reports it: dimensions, format, URLs. */
interface CompletedEagerEntry {
  readonly transformation: string;
  readonly status?: 'complete' | undefined;
  readonly [key: string]: unknown;
}

/** Source: docs/decisions.md D23. */
interface FailedEagerEntry {
  readonly transformation: string;
  readonly status: 'failed';
  readonly reason: string;
}

export interface OperationFailure {
  readonly error: OperationError;
  /** The asset that the call was about, when the platform knows it. */
  readonly publicId?: string | undefined;
}

interface OperationError {
  readonly message: string;
  readonly code?: string | undefined;
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

/** An operation with what became of it. */
export interface StoredOperation extends OperationRecord {
  /** ISO text, UTC. */
  readonly updatedAt: string;
  readonly endedAt: string | undefined;
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

/**
 * Whether it failed before its upload was done. A later failure only fails the transformations that were still open.
 */
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

/** Lists the distinct transformations of an `eager` parameter, all open, in the order of the request. */
export function openEagerWork(eager: string | readonly string[] | undefined): readonly EagerWork[] {
  const transformations = [eager ?? []]
    .flat()
    .flatMap((text) => text.split('|'))
    .map((text) => text.trim())
    .filter((text) => text !== '');
  return transformations
    .filter((text, at) => transformations.findIndex((other) => isSameTransformation(other, text)) === at)
    .map((transformation) => ({ transformation, entry: undefined }));
}

/** Whether two texts mean the same transformation. */
export function isSameTransformation(a: string, b: string): boolean {
  return a === b || canonicalTransformation(a) === canonicalTransformation(b);
}

/** A text that means the same transformation: the order of parameters within a component is free. */
export function canonicalTransformation(transformation: string): string {
  return transformation
    .trim()
    .split('/')
    .map((component) => component.split(',').sort().join(','))
    .join('/');
}

/** Whether two results say the same: one without a status is complete. */
export function isSameEntry(a: EagerEntry, b: EagerEntry): boolean {
  return isSameJson(canonicalEntry(a), canonicalEntry(b));
}

function canonicalEntry(entry: EagerEntry): EagerEntry {
  const transformation = canonicalTransformation(entry.transformation);
  return entry.status === 'failed'
    ? { ...entry, transformation }
    : { ...entry, transformation, status: 'complete' };
}

/** Ends every transformation that is still open as failed. */
export function failOpenWork(eager: readonly EagerWork[], reason: string): readonly EagerWork[] {
  return eager.map((work) =>
    work.entry ? work : { ...work, entry: { transformation: work.transformation, status: 'failed', reason } },
  );
}

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
