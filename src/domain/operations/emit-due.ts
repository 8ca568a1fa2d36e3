import type { EventRequest } from '../events/event';
import { combinationOf, type Combination, type Moment } from './combination';
import {
  hasFailed,
  isComplete,
  mainEventType,
  type Operation,
  type OperationResponse,
  type Payload,
} from './operation';
import { answerPayload, eagerPayload, errorPayload, mainPayload } from './payloads';

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
