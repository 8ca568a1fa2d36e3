import { obeyCombination, type Obeyed } from './obey-combination';
import type { Operation } from './operation';
import { recordReport } from './record-report';
import type { OperationReport } from './report';

export interface Advanced extends Obeyed {
  /** Why the report, or a part of it, was not used; empty for one that merely repeats. */
  readonly ignored: readonly string[];
}

/**
 * Takes in one report about an operation. Pure: the same operation and report give the same result.
 * A report that comes twice changes nothing, one that contradicts what was reported before is ignored
 * and says why, and an operation that has ended emits nothing more.
 */
export function advance(operation: Operation, report: OperationReport): Advanced {
  const recorded = recordReport(operation, report);
  return { ...obeyCombination(recorded.operation), ignored: recorded.ignored };
}
