import { advance } from './advance';
import type { Obeyed } from './obey-combination';
import type { Operation } from './operation';
import type { OperationReport } from './report';

/** Takes in reports about an operation, one after the other. */
export function applyReports(operation: Operation, reports: readonly OperationReport[]): Obeyed {
  return reports.reduce<Obeyed>(
    (before, report) => {
      const after = advance(before.operation, report);
      return {
        operation: after.operation,
        emit: [...before.emit, ...after.emit],
        response: before.response ?? after.response,
      };
    },
    { operation, emit: [], response: undefined },
  );
}
