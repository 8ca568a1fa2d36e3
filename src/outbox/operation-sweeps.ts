import type { OperationOutbox, OperationTracker } from './ports';
import { announcedStart, reportedStart } from './operation-starts';
import { createSweep, type Sweep, type SweepDependencies } from './sweep';

interface OperationSweepDependencies extends SweepDependencies {
  readonly outbox: OperationOutbox;
  readonly tracker: OperationTracker;
}

/** A report that was signalled this long ago and is still not applied: its workflow was ended by hand, or lost. */
const SIGNAL_AGAIN_AFTER_MS = 60_000;

/** Start the workflows of operations that were announced but not started, and signal reports of which no signal is known. */
export function createOperationSweeps(deps: OperationSweepDependencies): readonly Sweep[] {
  const { outbox, now } = deps;
  return [
    createSweep({ name: 'operations', list: outbox.listUnstarted, ...announcedStart(deps) }, deps),
    createSweep(
      {
        name: 'reports',
        list: (receivedBefore, limit) => {
          const signalledBefore = new Date(now().getTime() - SIGNAL_AGAIN_AFTER_MS).toISOString();
          return outbox.listUnsignalled({ receivedBefore, signalledBefore }, limit);
        },
        ...reportedStart(deps),
      },
      deps,
    ),
  ];
}
