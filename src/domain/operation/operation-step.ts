import type { Event } from '../event';
import { applyReports } from './apply-reports';
import type { Obeyed } from './obey-combination';
import { operationEvent } from './operation-event';
import type { OperationRecord } from './operation-record';
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
