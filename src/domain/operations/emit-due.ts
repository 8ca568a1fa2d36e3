import type { EventRequest } from '../events/event';
import { combinationOf, type Combination, type Moment } from './combination';
import {
  hasFailed,
  isComplete,
  mainEventType,
  isSameTransformation,
  type EagerEntry,
  type Operation,
  type OperationResponse,
  type Payload,
} from './operation';

/** An event that the operation causes: at most one of each type. */
export interface EmittedEvent {
  readonly eventType: string;
  readonly payload: Payload;
  /** The operation's parameters that decide who is notified of this event. */
  readonly request: EventRequest;
  /** `false`: only the explicit URL is notified. Source: docs/decisions.md D30. */
  readonly triggersSeeIt: boolean;
}

/** The events and the answer of an operation at one time. */
export interface Step {
  readonly operation: Operation;
  /** In the order of their publication. */
  readonly emit: readonly EmittedEvent[];
  /** Present once, when the call has to be answered. */
  readonly response?: OperationResponse | undefined;
}

/** Emits and answers what the operation's combination makes due and was not emitted and answered before. */
export function emitDue(operation: Operation): Step {
  const emit = eventsDue(operation).filter((event) => !operation.emitted.includes(event.eventType));
  const response = operation.answered ? undefined : responseDue(operation);
  return {
    operation: {
      ...operation,
      emitted: [...operation.emitted, ...emit.map((event) => event.eventType)],
      answered: operation.answered || response !== undefined,
    },
    emit,
    response,
  };
}

/**
 * The only event of a failed operation is `error`, for `notification_url` and the triggers. An answer with the error
 * reaches the caller, but not the backend behind its URL.
 */
function eventsDue(operation: Operation): EmittedEvent[] {
  if (hasFailed(operation)) return [errorEvent(operation)];
  const combination = combinationOf(operation);
  return [
    ...(hasCome(combination.mainEvent, operation) ? [mainEvent(operation)] : []),
    ...(hasCome('after_both', operation) ? eagerEvents(operation, combination) : []),
  ];
}

function responseDue(operation: Operation): OperationResponse | undefined {
  if (operation.failure && hasFailed(operation)) {
    return { outcome: 'failed', body: { error: operation.failure.error } };
  }
  if (!hasCome(combinationOf(operation).answer, operation)) return undefined;
  return { outcome: 'succeeded', body: answerPayload(operation) };
}

function hasCome(moment: Moment, operation: Operation): boolean {
  switch (moment) {
    case 'at_once':
      return true;
    case 'after_upload':
      return operation.uploaded !== undefined;
    case 'after_both':
      return isComplete(operation);
  }
}

function mainEvent(operation: Operation): EmittedEvent {
  return {
    eventType: mainEventType(operation.method),
    payload: mainPayload(operation),
    request: requestWith('notification_url', operation),
    triggersSeeIt: true,
  };
}

function eagerEvents(operation: Operation, { eagerEvent }: Combination): EmittedEvent[] {
  if (!eagerEvent) return [];
  return [
    {
      eventType: 'eager',
      payload: eagerPayload(operation),
      request: requestWith(eagerEvent.explicitUrl, operation),
      triggersSeeIt: eagerEvent.triggersSeeIt,
    },
  ];
}

function errorEvent(operation: Operation): EmittedEvent {
  return {
    eventType: 'error',
    payload: errorPayload(operation),
    request: requestWith('notification_url', operation),
    triggersSeeIt: true,
  };
}

function requestWith(
  parameter: 'notification_url' | 'eager_notification_url',
  { notificationUrl, eagerNotificationUrl }: Operation,
): EventRequest {
  const url = parameter === 'notification_url' ? notificationUrl : eagerNotificationUrl;
  return url === undefined ? {} : { [parameter]: url };
}

/** The uploaded payload as its notification shows it: with the eager results, or with what is still being made. */
function mainPayload(operation: Operation): Payload {
  const uploaded = operation.uploaded ?? {};
  if (operation.method === 'explode') return { batch_id: operation.batchId, ...uploaded };
  if (operation.eager.length === 0) return uploaded;
  return withEager(uploaded, operation.eagerAsync ? processingEntries(operation) : eagerEntries(operation));
}

/** The answer to the call. It has a `batch_id` if work continues after the answer. */
function answerPayload(operation: Operation): Payload {
  const batchId = sharedBatchId(operation);
  if (operation.method === 'explode') return { status: 'processing', ...batchId };
  if (operation.isAsync) return { status: 'pending', ...batchId };
  return { ...mainPayload(operation), ...batchId };
}

/** Source of the keys: docs/contract.md §7.3. `request_id` and `api_key` are the upload's, where it has them. */
function eagerPayload(operation: Operation): Payload {
  const uploaded = operation.uploaded ?? {};
  return {
    ...pick(uploaded, ['request_id']),
    eager: eagerEntries(operation),
    ...sharedBatchId(operation),
    ...pick(uploaded, ['asset_id', 'public_id', 'api_key']),
  };
}

function errorPayload(operation: Operation): Payload {
  const { failure } = operation;
  return {
    ...(failure?.publicId === undefined ? {} : { public_id: failure.publicId }),
    ...sharedBatchId(operation),
    error: failure?.error,
  };
}

/** In the order of the request, whatever the order of the reports. */
function eagerEntries(operation: Operation): readonly EagerEntry[] {
  return operation.eager.flatMap((work) => work.entry ?? []);
}

function sharedBatchId(operation: Operation): Payload {
  return combinationOf(operation).batchId ? { batch_id: operation.batchId } : {};
}

/** Puts `eager` where the contract has it: before `api_key`. Source: docs/contract.md §7.2 and its examples. */
function withEager(uploaded: Payload, eager: readonly unknown[]): Payload {
  const { api_key: apiKey, ...asset } = uploaded;
  return { ...asset, eager, ...(apiKey === undefined ? {} : { api_key: apiKey }) };
}

function pick(payload: Payload, keys: readonly string[]): Payload {
  return Object.fromEntries(
    keys.filter((key) => payload[key] !== undefined).map((key) => [key, payload[key]]),
  );
}

/**
 * The `eager` list of an upload with transformations that continue. Each entry says so, with the `batch_id` and the
 * URLs that the derived asset will have. The platform's URLs are used if its `uploaded` report has an `eager` entry for
 * the transformation (named, or in the same place). Otherwise the URLs are those that can be predicted. Source:
 * docs/contract.md §8.2.
 */
function processingEntries({ uploaded, eager, batchId }: Operation): readonly Payload[] {
  const announced = announcedEntries(uploaded);
  return eager.map(({ transformation }, at) => ({
    status: 'processing',
    batch_id: batchId,
    ...derivedUrls(announcedFor(transformation, at, announced) ?? predictUrls(uploaded, transformation)),
  }));
}

function announcedEntries(uploaded: Payload | undefined): readonly Payload[] {
  const entries: readonly unknown[] = Array.isArray(uploaded?.eager) ? uploaded.eager : [];
  return entries.map((entry) => (isPayload(entry) ? entry : {}));
}

function isPayload(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null;
}

function announcedFor(
  transformation: string,
  at: number,
  announced: readonly Payload[],
): Payload | undefined {
  const named = announced.find(
    (entry) =>
      typeof entry.transformation === 'string' && isSameTransformation(entry.transformation, transformation),
  );
  const inPlace = announced[at];
  return named ?? (inPlace?.transformation === undefined ? inPlace : undefined);
}

function predictUrls(uploaded: Payload | undefined, transformation: string): Payload {
  return {
    url: predictUrl(uploaded?.url, transformation),
    secure_url: predictUrl(uploaded?.secure_url, transformation),
  };
}

function derivedUrls({ url, secure_url }: Payload): Payload {
  return {
    ...(url === undefined ? {} : { url }),
    ...(secure_url === undefined ? {} : { secure_url }),
  };
}

/** A parameter that neither changes the format, so the URL's extension, nor needs escaping in a URL. */
const PLAIN_PARAMETER = /^(?!f_|sp_|t_)[a-z]+_[\w.:-]+$/;

/** A URL as the platform builds it: `…/<resource type>/<type>/v<version>/<public id>`. */
const BEFORE_VERSION = /\/[a-z]+\/[a-z]+(?=\/v\d+\/)/;

/** @returns `undefined` when the derived asset's URL is not certain from the original's. */
function predictUrl(url: unknown, transformation: string): string | undefined {
  if (typeof url !== 'string' || !BEFORE_VERSION.test(url)) return undefined;
  if (!transformation.split(/[,/]/).every((parameter) => PLAIN_PARAMETER.test(parameter))) return undefined;
  return url.replace(BEFORE_VERSION, (path) => `${path}/${transformation}`);
}
