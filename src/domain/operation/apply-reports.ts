import { advance } from './advance';
import type { Obeyed } from './obey-combination';
import type { Operation } from './operation';
import type { OperationReport } from './report';

export interface Applied extends Obeyed {
  /** Why a report, or a part of it, was not used: one list a report, in their order. */
  readonly ignored: readonly (readonly string[])[];
}

/** Takes in reports about an operation, one after the other. */
export function applyReports(operation: Operation, reports: readonly OperationReport[]): Applied {
  return reports.reduce<Applied>(
    (before, report) => {
      const after = advance(before.operation, report);
      return {
        operation: after.operation,
        emit: [...before.emit, ...after.emit],
        response: before.response ?? after.response,
        ignored: [...before.ignored, after.ignored],
      };
    },
    { operation, emit: [], response: undefined, ignored: [] },
  );
}
