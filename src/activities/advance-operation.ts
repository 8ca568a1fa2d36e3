import { ApplicationFailure } from '@temporalio/common';
import {
  hasEnded,
  type OperationKey,
  type OperationRecord,
  reportOfOverdue,
  type OperationReport,
  type Overdue,
} from '../domain/operations/operation';
import { operationStep, operationEventId } from '../domain/operations/operation-step';
import type { OperationStep } from '../domain/operations/operation-step';
import type { UnstartedEvent } from '../domain/events/event-record';

export interface OperationDependencies {
  readonly operations: OperationRecords;
  readonly dispatches: EventDispatches;
  readonly now: () => Date;
}

export interface OperationRecords {
  /**
   * Passes the operation and its new reports, in the order of receipt, to `decide`, and stores the decision with its
   * events, all or nothing. Concurrent calls for one operation run one after the other.
   *
   * @param at ISO text, UTC.
   * @returns the decision; `undefined` when there is no such operation.
   */
  advance(
    key: OperationKey,
    at: string,
    decide: (record: OperationRecord, reports: readonly OperationReport[]) => OperationStep,
  ): Promise<OperationStep | undefined>;
}

export interface EventDispatches {
  /** Has a stored event's workflow started in the background. Never throws and never waits: what it cannot start, the sweeper does. */
  offer(event: UnstartedEvent): void;
}

export interface AdvanceOperationInput {
  readonly environmentId: string;
  readonly cloudName: string;
  readonly operationId: string;
  /** The deadline that has passed, if one has. */
  readonly overdue?: Overdue;
}

export interface AdvanceOperationResult {
  readonly ended: boolean;
  /** Ids of all events that the operation has caused so far. */
  readonly emitted: readonly string[];
}

/**
 * Takes in new reports about an operation. It stores the new state, the answer and the events that are due, and has
 * these events dispatched. Safe to run twice: a report is applied once, and the sweeper finds an event with a lost
 * dispatch.
 */
export async function advanceOperation(
  { operations, dispatches, now }: OperationDependencies,
  { cloudName, overdue, ...key }: AdvanceOperationInput,
): Promise<AdvanceOperationResult> {
  const at = now().toISOString();
  const step = await operations.advance(key, at, (record, reports) =>
    operationStep(record, [...reports, ...(overdue ? [reportOfOverdue(overdue)] : [])], at),
  );
  if (!step) {
    throw ApplicationFailure.nonRetryable(`operation ${key.operationId} does not exist`, 'OperationNotFound');
  }
  for (const { environmentId, eventId, eventType } of step.events) {
    dispatches.offer({ environmentId, cloudName, eventId, eventType });
  }
  const { operation } = step;
  return {
    ended: hasEnded(operation),
    emitted: operation.emitted.map((eventType) => operationEventId(key.operationId, eventType)),
  };
}
