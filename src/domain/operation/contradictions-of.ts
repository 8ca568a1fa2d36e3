import { applyReports } from './apply-reports';
import type { Contradiction } from './contradiction';
import type { Operation } from './operation';
import { recordReport } from './record-report';
import type { OperationReport } from './report';

/**
 * Says why a report cannot be used, so that it can be refused.
 *
 * @param before reports that are not applied yet, in the order of receipt.
 * @returns nothing for a report that can be used, or that repeats what is known.
 */
export function contradictionsOf(
  operation: Operation,
  before: readonly OperationReport[],
  report: OperationReport,
): readonly Contradiction[] {
  return recordReport(applyReports(operation, before).operation, report).contradictions;
}
