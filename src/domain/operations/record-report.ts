import { failOpenWork, isSameEntry, isSameTransformation, type EagerEntry } from './eager-transformation';
import { hasEnded, hasFailed, type Operation, type OperationFailure, type Payload } from './operation';
import type { OperationReport, Contradiction } from './report';
import { isSameJson } from '../json/same-json';

interface Recorded {
  readonly operation: Operation;
  /** Why the report, or a part of it, was not used; empty for one that merely repeats. */
  readonly contradictions: readonly Contradiction[];
}

/** Reason of a transformation that was not reported in time. Source: docs/decisions.md D32. */
const TIMED_OUT = 'timed out';
const NOTHING_AFTER_FAILURE = 'nothing, since the operation had failed before';
const NOTHING_AFTER_END = 'nothing, since the operation had ended before';

/** Adds a report to what is known. What was reported first stays. */
export function recordReport(operation: Operation, report: OperationReport): Recorded {
  switch (report.kind) {
    case 'uploaded':
      return recordUpload(operation, report.payload);
    case 'eager_completed':
      return recordEager(operation, report.eager);
    case 'failed':
      return recordFailure(operation, { error: report.error, publicId: report.publicId });
    case 'timed_out':
      return recordTimeout(operation);
  }
}

function recordUpload(operation: Operation, payload: Payload): Recorded {
  const refuse = (expected: string) => unchanged(operation, { field: 'payload', expected });
  if (operation.uploaded !== undefined) {
    return isSameJson(operation.uploaded, payload)
      ? unchanged(operation)
      : refuse('the one that was reported before');
  }
  if (hasFailed(operation)) return refuse(NOTHING_AFTER_FAILURE);
  return changed({ ...operation, uploaded: payload });
}

function recordEager(operation: Operation, entries: readonly EagerEntry[]): Recorded {
  return entries.reduce<Recorded>((before, entry, index) => {
    const after = recordEntry(before.operation, entry, `eager.${index}`);
    return {
      operation: after.operation,
      contradictions: [...before.contradictions, ...after.contradictions],
    };
  }, unchanged(operation));
}

function recordEntry(operation: Operation, entry: EagerEntry, field: string): Recorded {
  const known = operation.eager.find((work) =>
    isSameTransformation(work.transformation, entry.transformation),
  );
  if (!known) {
    const expected = 'one of the transformations that were requested';
    return unchanged(operation, { field, expected, isUnknown: true });
  }
  if (known.entry) {
    return isSameEntry(known.entry, entry)
      ? unchanged(operation)
      : unchanged(operation, {
          field,
          expected: 'the result that this transformation had ended with before',
        });
  }
  if (hasFailed(operation)) return unchanged(operation, { field, expected: NOTHING_AFTER_FAILURE });
  return changed({
    ...operation,
    eager: operation.eager.map((work) => (work === known ? { ...work, entry } : work)),
  });
}

/** After the upload, a failure is that of the transformations that are still open. */
function recordFailure(operation: Operation, failure: OperationFailure): Recorded {
  const refuse = (expected: string) => unchanged(operation, { field: 'error', expected });
  if (operation.failure !== undefined) {
    return isSameJson(operation.failure, failure)
      ? unchanged(operation)
      : refuse('the one that was reported before');
  }
  if (hasEnded(operation)) return refuse(NOTHING_AFTER_END);
  const eager = operation.uploaded ? failOpenWork(operation.eager, failure.error.message) : operation.eager;
  return changed({ ...operation, failure, eager });
}

/** Says nothing about the upload, which is still awaited if it was not reported. */
function recordTimeout(operation: Operation): Recorded {
  if (operation.timedOut || hasEnded(operation)) return unchanged(operation);
  if (operation.eager.every((work) => work.entry !== undefined)) return unchanged(operation);
  return changed({ ...operation, timedOut: true, eager: failOpenWork(operation.eager, TIMED_OUT) });
}

function changed(operation: Operation): Recorded {
  return { operation, contradictions: [] };
}

function unchanged(operation: Operation, ...contradictions: readonly Contradiction[]): Recorded {
  return { operation, contradictions };
}
