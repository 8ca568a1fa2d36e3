import type { OperationReport } from './report';

/** What an operation was not told in time. Each has the operation's deadline, `upload` counted from that of `eager`. */
export type Overdue = 'eager' | 'upload';

/**
 * What a deadline that has passed says about the operation: open eager transformations have failed, and
 * an upload that is missing still gets the same time once more; then the operation has failed, so that
 * none stays open for ever. Source: docs/decisions.md D32.
 */
export function reportOfOverdue(overdue: Overdue): OperationReport {
  if (overdue === 'eager') return { kind: 'timed_out' };
  return { kind: 'failed', error: { message: 'timed out', code: 'timed_out' } };
}
