import type { Event } from '../events/event';
import { obeyCombination, type Obeyed } from './obey-combination';
import type { Operation } from './operation';
import { operationEvent } from './operation-event';
import type { OperationRecord } from './operation-record';
import { recordReport } from './record-report';
import type { OperationReport } from './report';

/** What reports about an operation cause, ready to be stored. */
export interface OperationStep extends Omit<Obeyed, 'emit'> {
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
export function applyReports(operation: Operation, reports: readonly OperationReport[]): Obeyed {
  return reports.reduce<Obeyed>(
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
export function applyReport(operation: Operation, report: OperationReport): Obeyed {
  return obeyCombination(recordReport(operation, report).operation);
}
