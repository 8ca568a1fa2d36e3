import { obeyCombination, type Obeyed } from './obey-combination';
import type { Operation } from './operation';
import { recordReport } from './record-report';
import type { OperationReport } from './report';

/**
 * Takes in one report about an operation. Pure: the same operation and report give the same result.
 * A report that comes twice, or contradicts what was reported before, changes nothing, and an
 * operation that has ended emits nothing more.
 */
export function advance(operation: Operation, report: OperationReport): Obeyed {
  return obeyCombination(recordReport(operation, report).operation);
}
