import { applyReports } from './operation-step';
import type { Operation } from './operation';
import { recordReport } from './record-report';
import type { OperationReport, Contradiction } from './report';

interface Examined {
  /** Why the report cannot be used. */
  readonly contradictions: readonly Contradiction[];
  /** Whether it says nothing but what was reported before, in whatever parts and order. */
  readonly isRepetition: boolean;
}

/**
 * Compares a report with what is known.
 *
 * @param before reports that are not applied yet, in the order of receipt.
 */
export function examineReport(
  operation: Operation,
  before: readonly OperationReport[],
  report: OperationReport,
): Examined {
  const known = applyReports(operation, before).operation;
  const { operation: after, contradictions } = recordReport(known, report);
  return { contradictions, isRepetition: contradictions.length === 0 && after === known };
}
