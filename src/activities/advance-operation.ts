import { ApplicationFailure } from '@temporalio/common';
import { hasEnded } from '../domain/operations/operation';
import { operationEventId, operationStep } from '../domain/operations/operation-step';
import { reportOfOverdue, type Overdue } from '../domain/operations/report';
import type { ActivityDependencies } from './dependencies';

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
 * Takes in what was reported about an operation since the last time, stores its new state, its answer and
 * the events that are due, and has these dispatched. Safe to run twice: a report is applied once, and an
 * event whose dispatch is lost is found by the sweeper.
 */
export async function advanceOperation(
  { operations, dispatches, now }: Pick<ActivityDependencies, 'operations' | 'dispatches' | 'now'>,
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
