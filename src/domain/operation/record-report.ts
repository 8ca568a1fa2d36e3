import { failOpenWork, isSameTransformation, type EagerEntry } from './eager-transformation';
import { hasEnded, hasFailed, type Operation, type OperationFailure, type Payload } from './operation';
import type { OperationReport } from './report';
import { isSameJson } from './same-json';

interface Recorded {
  readonly operation: Operation;
  /** Why the report, or a part of it, was not used; empty for one that merely repeats. */
  readonly ignored: readonly string[];
}

/** Reason of a transformation that was not reported in time. Source: decisions.md D32. */
const TIMED_OUT = 'timed out';

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
  if (operation.uploaded !== undefined) {
    return isSameJson(operation.uploaded, payload)
      ? unchanged(operation)
      : unchanged(operation, 'uploaded: was reported before with another payload');
  }
  if (hasFailed(operation)) return unchanged(operation, 'uploaded: the operation had failed before');
  return changed({ ...operation, uploaded: payload });
}

function recordEager(operation: Operation, entries: readonly EagerEntry[]): Recorded {
  return entries.reduce<Recorded>((before, entry) => {
    const after = recordEntry(before.operation, entry);
    return { operation: after.operation, ignored: [...before.ignored, ...after.ignored] };
  }, unchanged(operation));
}

function recordEntry(operation: Operation, entry: EagerEntry): Recorded {
  const known = operation.eager.find((work) =>
    isSameTransformation(work.transformation, entry.transformation),
  );
  const about = `eager_completed: "${entry.transformation}"`;
  if (!known) return unchanged(operation, `${about} is not one of the requested transformations`);
  if (known.entry) {
    return isSameJson(known.entry, entry)
      ? unchanged(operation)
      : unchanged(operation, `${about} had ended before with another result`);
  }
  if (hasFailed(operation)) return unchanged(operation, `${about}: the operation had failed before`);
  return changed({
    ...operation,
    eager: operation.eager.map((work) => (work === known ? { ...work, entry } : work)),
  });
}

/** After the upload, a failure is that of the transformations that are still open. */
function recordFailure(operation: Operation, failure: OperationFailure): Recorded {
  if (operation.failure !== undefined) {
    return isSameJson(operation.failure, failure)
      ? unchanged(operation)
      : unchanged(operation, 'failed: was reported before with another error');
  }
  if (hasEnded(operation)) return unchanged(operation, 'failed: the operation had ended before');
  const eager = operation.uploaded ? failOpenWork(operation.eager, failure.error.message) : operation.eager;
  return changed({ ...operation, failure, eager });
}

/** Says nothing about the upload, which is still awaited if it was not reported. */
function recordTimeout(operation: Operation): Recorded {
  if (operation.timedOut) return unchanged(operation);
  if (hasEnded(operation)) return unchanged(operation, 'timed_out: the operation had ended before');
  if (operation.eager.every((work) => work.entry !== undefined)) {
    return unchanged(operation, 'timed_out: no eager transformation is open');
  }
  return changed({ ...operation, timedOut: true, eager: failOpenWork(operation.eager, TIMED_OUT) });
}

function changed(operation: Operation): Recorded {
  return { operation, ignored: [] };
}

function unchanged(operation: Operation, ...ignored: readonly string[]): Recorded {
  return { operation, ignored };
}
