import type { OperationReport } from '../../domain/operations/report';

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
}

export function reportFromRow({ report }: Pick<OperationReportRow, 'report'>): OperationReport {
  return JSON.parse(report) as OperationReport;
}
