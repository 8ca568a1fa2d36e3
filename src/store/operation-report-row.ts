import type { OperationReport } from '../domain/operation/report';

export interface OperationReportRow {
  /** Counts up with the receipt. PostgreSQL gives it as text. */
  sequence: number | string;
  environment_id: string;
  operation_id: string;
  content_hash: string;
  report: string;
  received_at: string;
  signalled_at: string | null;
  applied_at: string | null;
  ignored: string | null;
}

export function reportFromRow({ report }: Pick<OperationReportRow, 'report'>): OperationReport {
  return JSON.parse(report) as OperationReport;
}

/** Why it, or a part of it, was not used; empty as long as it is not applied. */
export function ignoredFromRow({ ignored }: Pick<OperationReportRow, 'ignored'>): readonly string[] {
  return ignored === null ? [] : (JSON.parse(ignored) as string[]);
}
