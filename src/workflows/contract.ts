import { defineSearchAttributeKey, SearchAttributeType, type SearchAttributePair } from '@temporalio/common';
import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { FirstAttemptShape } from '../domain/deliveries/attempt';

/*
 * Everything that another process may know about these workflows: names, ids, inputs, results,
 * signals, queries. Inputs carry ids and small facts only: no bodies, secrets or full URLs, since
 * they are stored in every workflow's history and shown in the Temporal UI.
 */

/** Function names of the workflows; renaming one orphans those that run. */
export const DISPATCH_EVENT = 'dispatchEvent';
export const DELIVER_NOTIFICATION = 'deliverNotification';
export const TRACK_OPERATION = 'trackOperation';
export const RUN_BULK_ACTION = 'runBulkAction';

/** One workflow per event: starting it twice is harmless. */
export function eventWorkflowId(cloudName: string, eventId: string): string {
  return `event/${cloudName}/${eventId}`;
}

/** One workflow per delivery; a retry after its end is a new run under the same id. */
export function deliveryWorkflowId(cloudName: string, deliveryId: string): string {
  return `delivery/${cloudName}/${deliveryId}`;
}

/** One workflow per operation; a report that comes after its end is a new run under the same id. */
export function operationWorkflowId(cloudName: string, operationId: string): string {
  return `operation/${cloudName}/${operationId}`;
}

/** One workflow per bulk action: starting it twice is harmless. */
export function bulkActionWorkflowId(cloudName: string, bulkActionId: string): string {
  return `bulk/${cloudName}/${bulkActionId}`;
}

/**
 * The time after which Temporal repeats the task of a killed worker. The attempts within a task take less. Source:
 * docs/decisions.md D42.
 */
export const WORKFLOW_TASK_TIMEOUT_MS = 5_000;

/** Names of the search attributes (all of type Keyword), set when a workflow starts. */
export const SEARCH_ATTRIBUTES = {
  cloudName: 'CloudName',
  eventType: 'EventType',
  destinationHost: 'DestinationHost',
} as const;

export interface DispatchEventInput {
  readonly environmentId: string;
  readonly cloudName: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly delivery: DeliverySettings;
  /** `delivery` when absent. */
  readonly firstAttempt?: FirstAttemptShape;
}

/** Settings travel in the input, so that changing them never rewrites a running workflow's past. */
export interface DeliverySettings {
  /** Waits between consecutive attempts; one attempt more than there are waits. */
  readonly retryDelaysSeconds: readonly number[];
  readonly attemptTimeoutSeconds: number;
}

export interface DispatchEventResult {
  readonly delivered: number;
  readonly failed: number;
  readonly cancelled: number;
}

export interface DeliverNotificationInput extends DeliverySettings {
  readonly deliveryId: string;
  readonly destinationLabel: string;
  /** Number of the schedule's first attempt: 1, or the one after the last attempt of the schedules before. */
  readonly firstAttemptNumber: number;
  /** Attempts of the schedule that an earlier run made, which was lost; 0 when absent. */
  readonly attemptsMade?: number;
  /** How the last of these ended, when the event's workflow made it: the run begins with the wait that follows. */
  readonly lastFailure?: AttemptFailureDetails;
  /** The first attempt, begun in the event's workflow and not known to have ended. */
  readonly underWay?: AttemptUnderWay;
  /** The first attempt may be made within the workflow's first task. */
  readonly triesQuickly?: boolean;
  /** Set when somebody asked for it after the delivery's end; otherwise a cancelled one stays cancelled. */
  readonly revives?: boolean;
}

/** An attempt that its event's workflow did not wait for any longer. */
export interface AttemptUnderWay {
  /** Names the process that makes it. */
  readonly worker: string;
  /** ISO text, UTC: by then it has ended, or nobody will record it any more. */
  readonly until: string;
}

export interface DeliverNotificationResult {
  /** `cancelled`: before this run could begin. */
  readonly status: 'delivered' | 'cancelled';
  /** Attempts made by this run. */
  readonly attempts: number;
}

export interface DeliveryProgress {
  readonly state: 'attempting' | 'waiting';
  readonly attemptNumber: number;
  readonly attemptLimit: number;
}

export interface TrackOperationInput {
  readonly environmentId: string;
  readonly cloudName: string;
  readonly operationId: string;
  /** For the eager transformations; a missing upload gets the same once more. Source: docs/decisions.md D32. */
  readonly deadlineSeconds: number;
}

export interface TrackOperationResult {
  /** Ids of the events that the operation has caused. */
  readonly emitted: readonly string[];
}

export interface RunBulkActionInput {
  readonly cloudName: string;
  readonly bulkActionId: string;
}

/** Types of the failures that the workflows and activities throw. */
export const DELIVERY_ATTEMPT_FAILED = 'DeliveryAttemptFailed';
export const DELIVERY_EXHAUSTED = 'DeliveryExhausted';
/** The delivery was cancelled before its run could begin: no attempt is made. */
export const DELIVERY_CANCELLED = 'DeliveryCancelled';
/** No place was free for an attempt: Temporal asks again later, and none is used up. */
export const DESTINATION_BUSY = 'DestinationBusy';

/** The one detail of a `DeliveryAttemptFailed`. */
export interface AttemptFailureDetails {
  readonly httpStatus?: number;
  readonly errorCode: string;
  readonly durationMs: number;
  /** No further attempt could end differently: none is made. */
  readonly terminal: boolean;
}

/** The wait to end: the one after this attempt, even if the workflow has not come to it yet. */
export interface RetryNow {
  /** As stored. Without it the wait after the present attempt is meant. */
  readonly afterAttemptNumber?: number;
}

/** Ends a wait between two attempts. */
export const retryNowSignal = defineSignal<[RetryNow?]>('retryNow');
export const progressQuery = defineQuery<DeliveryProgress>('progress');

/** Says that a report about the operation was stored. */
export const reportedSignal = defineSignal('reported');

/** The attributes by which operators filter workflows in the Temporal UI. */
export interface SearchableFacts {
  readonly cloudName: string;
  /** Not of bulk actions. */
  readonly eventType?: string;
  /** Of deliveries only. */
  readonly destinationHost?: string;
}

const keys = {
  cloudName: defineSearchAttributeKey(SEARCH_ATTRIBUTES.cloudName, SearchAttributeType.KEYWORD),
  eventType: defineSearchAttributeKey(SEARCH_ATTRIBUTES.eventType, SearchAttributeType.KEYWORD),
  destinationHost: defineSearchAttributeKey(SEARCH_ATTRIBUTES.destinationHost, SearchAttributeType.KEYWORD),
};

export function searchAttributes(facts: SearchableFacts): SearchAttributePair[] {
  return Object.entries(facts).map(([fact, value]: [string, string]) => ({
    key: keys[fact as keyof SearchableFacts],
    value,
  }));
}

/** A duration as the Temporal UI shows it: whole minutes in minutes, everything else in seconds. */
export function inWords(seconds: number): string {
  const [count, unit] = seconds >= 60 && seconds % 60 === 0 ? [seconds / 60, 'minute'] : [seconds, 'second'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
