import type { OperationToTrack } from '../domain/operations/operation';
import type { OperationOutbox, OperationTracker } from './ports';
import { type Start, operationFacts } from './background-starts';

export interface OperationStartDependencies {
  readonly outbox: Pick<OperationOutbox, 'markStarted' | 'markSignalled'>;
  readonly tracker: OperationTracker;
  readonly now: () => Date;
}

/** Starts the workflow of an operation that was announced. */
export function announcedStart({
  outbox,
  tracker,
  now,
}: OperationStartDependencies): Start<OperationToTrack> {
  return {
    async start(operation) {
      await tracker.start(operation);
      await outbox.markStarted(operation, now().toISOString());
    },
    factsOf: operationFacts,
  };
}

/** Tells an operation's workflow that there are reports, and starts it where it is not running. */
export function reportedStart({ outbox, tracker, now }: OperationStartDependencies): Start<OperationToTrack> {
  return {
    async start(operation) {
      await tracker.signal(operation);
      await outbox.markSignalled(operation, now().toISOString());
    },
    factsOf: operationFacts,
  };
}
