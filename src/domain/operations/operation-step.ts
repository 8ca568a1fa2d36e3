import { DomainError } from '../errors';
import { causeMeaning, type Event, type PostedCause } from '../events/event';
import { toSecondsWithOffset } from '../iso-time';
import { isSameJson } from '../json/json-values';
import { emitDue, type Step, type EmittedEvent } from './emit-due';
import {
  hasEnded,
  hasFailed,
  failOpenWork,
  isSameEntry,
  isSameTransformation,
  openEagerWork,
  canonicalTransformation,
  type Operation,
  type OperationFailure,
  type Payload,
  type OperationRecord,
  type EagerEntry,
  type OperationReport,
  type Contradiction,
  type OperationMethod,
  type OperationRequest,
} from './operation';

/** The effects of reports about an operation, ready to be stored. */
export interface OperationStep extends Omit<Step, 'emit'> {
  readonly events: readonly Event[];
}

/**
 * Takes an operation further by the reports that have come.
 *
 * @param at ISO text, UTC.
 */
export function operationStep(
  record: OperationRecord,
  reports: readonly OperationReport[],
  at: string,
): OperationStep {
  const { emit, ...rest } = applyReports(record.operation, reports);
  return { ...rest, events: emit.map((emitted) => operationEvent(record, emitted, at)) };
}

/** Takes in reports about an operation, one after the other. */
export function applyReports(operation: Operation, reports: readonly OperationReport[]): Step {
  return reports.reduce<Step>(
    (before, report) => {
      const after = applyReport(before.operation, report);
      return {
        operation: after.operation,
        emit: [...before.emit, ...after.emit],
        response: before.response ?? after.response,
      };
    },
    { operation, emit: [], response: undefined },
  );
}

/**
 * Takes in one report about an operation. Pure: the same operation and report give the same result.
 * A report that comes twice, or contradicts what was reported before, changes nothing, and an
 * operation that has ended emits nothing more.
 */
export function applyReport(operation: Operation, report: OperationReport): Step {
  return emitDue(addReport(operation, report).operation);
}

interface Examined {
  /** Why the report cannot be used. */
  readonly contradictions: readonly Contradiction[];
  /** Whether it only repeats earlier reports, in whatever parts and order. */
  readonly isRepetition: boolean;
}

/**
 * Compares a report with what is known.
 *
 * @param before reports that are not applied yet, in the order of receipt.
 */
export function examineReport(
  operation: Operation,
  before: readonly OperationReport[],
  report: OperationReport,
): Examined {
  const known = applyReports(operation, before).operation;
  const { operation: after, contradictions } = addReport(known, report);
  return { contradictions, isRepetition: contradictions.length === 0 && after === known };
}

interface Added {
  readonly operation: Operation;
  /** Why the report, or a part of it, was not used; empty for one that merely repeats. */
  readonly contradictions: readonly Contradiction[];
}

/** Reason of a transformation that was not reported in time. Source: docs/decisions.md D32. */
const TIMED_OUT = 'timed out';
const NOTHING_AFTER_FAILURE = 'nothing, since the operation had failed before';
const NOTHING_AFTER_END = 'nothing, since the operation had ended before';

/** Adds a report to what is known. What was reported first stays. */
function addReport(operation: Operation, report: OperationReport): Added {
  switch (report.kind) {
    case 'uploaded':
      return recordUpload(operation, report.payload);
    case 'eager_completed':
      return recordEager(operation, report.eager);
    case 'failed':
      return recordFailure(operation, { error: report.error, publicId: report.publicId });
    case 'timed_out':
      return recordTimeout(operation);
  }
}

function recordUpload(operation: Operation, payload: Payload): Added {
  const refuse = (expected: string) => unchanged(operation, { field: 'payload', expected });
  if (operation.uploaded !== undefined) {
    return isSameJson(operation.uploaded, payload)
      ? unchanged(operation)
      : refuse('the one that was reported before');
  }
  if (hasFailed(operation)) return refuse(NOTHING_AFTER_FAILURE);
  return changed({ ...operation, uploaded: payload });
}

function recordEager(operation: Operation, entries: readonly EagerEntry[]): Added {
  return entries.reduce<Added>((before, entry, index) => {
    const after = recordEntry(before.operation, entry, `eager.${index}`);
    return {
      operation: after.operation,
      contradictions: [...before.contradictions, ...after.contradictions],
    };
  }, unchanged(operation));
}

function recordEntry(operation: Operation, entry: EagerEntry, field: string): Added {
  const known = operation.eager.find((work) =>
    isSameTransformation(work.transformation, entry.transformation),
  );
  if (!known) {
    const expected = 'one of the transformations that were requested';
    return unchanged(operation, { field, expected, isUnknown: true });
  }
  if (known.entry) {
    return isSameEntry(known.entry, entry)
      ? unchanged(operation)
      : unchanged(operation, {
          field,
          expected: 'the result that this transformation had ended with before',
        });
  }
  if (hasFailed(operation)) return unchanged(operation, { field, expected: NOTHING_AFTER_FAILURE });
  return changed({
    ...operation,
    eager: operation.eager.map((work) => (work === known ? { ...work, entry } : work)),
  });
}

/** After the upload, a failure is that of the transformations that are still open. */
function recordFailure(operation: Operation, failure: OperationFailure): Added {
  const refuse = (expected: string) => unchanged(operation, { field: 'error', expected });
  if (operation.failure !== undefined) {
    return isSameJson(operation.failure, failure)
      ? unchanged(operation)
      : refuse('the one that was reported before');
  }
  if (hasEnded(operation)) return refuse(NOTHING_AFTER_END);
  const eager = operation.uploaded ? failOpenWork(operation.eager, failure.error.message) : operation.eager;
  return changed({ ...operation, failure, eager });
}

/** Says nothing about the upload, which is still awaited if it was not reported. */
function recordTimeout(operation: Operation): Added {
  if (operation.timedOut || hasEnded(operation)) return unchanged(operation);
  if (operation.eager.every((work) => work.entry !== undefined)) return unchanged(operation);
  return changed({ ...operation, timedOut: true, eager: failOpenWork(operation.eager, TIMED_OUT) });
}

function changed(operation: Operation): Added {
  return { operation, contradictions: [] };
}

function unchanged(operation: Operation, ...contradictions: readonly Contradiction[]): Added {
  return { operation, contradictions };
}

/**
 * The events of a call that come after it was made, with a time of their own. Source:
 * test/fixtures/payload-shapes/eager.json.
 */
const FOLLOWING: ReadonlySet<string> = new Set(['eager', 'error']);

/**
 * Makes an event of what an operation emits.
 *
 * @param receivedAt ISO text, UTC: when it was emitted.
 */
export function operationEvent(record: OperationRecord, emitted: EmittedEvent, receivedAt: string): Event {
  const { environmentId, operationId, triggeredAt, triggeredBy, requestId } = record;
  return {
    environmentId,
    eventId: operationEventId(operationId, emitted.eventType),
    ...emitted,
    payload: FOLLOWING.has(emitted.eventType)
      ? { timestamp: toSecondsWithOffset(receivedAt), ...emitted.payload }
      : emitted.payload,
    triggeredAt,
    triggeredBy,
    requestId,
    receivedAt,
  };
}

/**
 * Id of the event of one type that an operation causes; it causes at most one of each. No other event
 * has such an id, since a producer's ids contain no dot (docs/decisions.md D27).
 */
export function operationEventId(operationId: string, eventType: string): string {
  return `${operationId}.${eventType}`;
}

/** Only these take `eager`. Source: docs/contract.md §8.1. */
const EAGER_METHODS: readonly OperationMethod[] = ['upload', 'explicit'];

interface OperationCall {
  readonly method: OperationMethod;
  readonly request: OperationRequest;
  /** Opaque, unless the request has one; handed out only where the combination of parameters says so. */
  readonly batchId: string;
}

/**
 * Begins an operation. Each parameter of the request wins over its upload preset's (docs/decisions.md D33).
 *
 * @returns the operation, and its answer already if the method is answered at once.
 * @throws DomainError `invalid_request` when there are eager transformations but the method takes none.
 */
export function beginOperation({ method, request, batchId }: OperationCall): Step {
  const preset = request.upload_preset ?? {};
  const eager = openEagerWork(request.eager ?? preset.eager);
  if (eager.length > 0 && !EAGER_METHODS.includes(method)) {
    const place = request.eager === undefined ? 'request.upload_preset.eager' : 'request.eager';
    throw new DomainError(
      'invalid_request',
      `${place}: got transformations for "${method}", expected none: only ${EAGER_METHODS.join(' and ')} take them`,
    );
  }
  return emitDue({
    method,
    batchId: request.batch_id ?? batchId,
    isAsync: request.async ?? false,
    notificationUrl: request.notification_url ?? preset.notification_url,
    eagerNotificationUrl: request.eager_notification_url ?? preset.eager_notification_url,
    eagerAsync: request.eager_async ?? preset.eager_async ?? false,
    eager,
    uploaded: undefined,
    failure: undefined,
    timedOut: false,
    emitted: [],
    answered: false,
  });
}

/** An operation as it was posted, without its id; URLs in normal form. */
interface PostedOperation extends PostedCause {
  readonly method: OperationMethod;
  readonly request?: OperationRequest | undefined;
}

/**
 * The meaning of a posted operation, in the form of a post with the same meaning. The meaning of that post is the post
 * itself.
 */
export function operationMeaning(posted: PostedOperation): Readonly<Record<string, unknown>> {
  return { method: posted.method, ...requestMeaning(posted), ...causeMeaning(posted) };
}

/** The parameters by which the operation is worked on. */
function requestMeaning({ method, request = {} }: PostedOperation): { readonly request?: OperationRequest } {
  const { operation } = beginOperation({ method, request, batchId: '' });
  const eager = operation.eager.map(({ transformation }) => canonicalTransformation(transformation));
  const meaning: OperationRequest = {
    ...(operation.notificationUrl !== undefined && { notification_url: operation.notificationUrl }),
    ...(operation.eagerNotificationUrl !== undefined && {
      eager_notification_url: operation.eagerNotificationUrl,
    }),
    ...(eager.length > 0 && { eager }),
    ...(operation.eagerAsync && { eager_async: true }),
    ...(operation.isAsync && { async: true }),
    ...(request.batch_id !== undefined && { batch_id: request.batch_id }),
  };
  return Object.keys(meaning).length === 0 ? {} : { request: meaning };
}
