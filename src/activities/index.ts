import { advanceBulkAction } from './advance-bulk-action';
import type { AdvanceBulkActionInput, BulkActionDependencies } from './advance-bulk-action';
import { advanceOperation } from './advance-operation';
import type { AdvanceOperationInput, OperationDependencies } from './advance-operation';
import { attemptDelivery } from './attempt-delivery';
import type { AttemptDeliveryInput, AttemptDependencies } from './attempt-delivery';
import { attemptQuickly } from './quick-attempt';
import type { AttemptQuicklyInput, OwnQuickAttemptDependencies } from './quick-attempt';
import { resolveAndAttempt } from './resolve-and-attempt';
import type { FirstAttemptDependencies, ResolveAndAttemptInput } from './resolve-and-attempt';
import { resolveDestinations } from './resolve-destinations';
import type { ResolveDestinationsInput } from './resolve-destinations';

export type { FirstAttempts, HandedOverDelivery } from './resolve-and-attempt';
export type { ResolvedDestination } from './resolve-destinations';

/** The dependencies of the activities; each activity describes its own. */
export type ActivityDependencies = AttemptDependencies &
  FirstAttemptDependencies &
  OwnQuickAttemptDependencies &
  CancellationDependencies &
  OperationDependencies &
  BulkActionDependencies;

export type Activities = ReturnType<typeof createActivities>;

/** The names of these methods are activity types: renaming one breaks running workflows. */
export function createActivities(deps: ActivityDependencies) {
  return {
    resolveDestinations: (input: ResolveDestinationsInput) => resolveDestinations(deps, input),
    resolveAndAttempt: (input: ResolveAndAttemptInput) => resolveAndAttempt(deps, input),
    attemptQuickly: (input: AttemptQuicklyInput) => attemptQuickly(deps, input),
    attemptDelivery: (input: AttemptDeliveryInput) => attemptDelivery(deps, input),
    recordCancellation: (input: RecordCancellationInput) => recordCancellation(deps, input),
    advanceOperation: (input: AdvanceOperationInput) => advanceOperation(deps, input),
    advanceBulkAction: (input: AdvanceBulkActionInput) => advanceBulkAction(deps, input),
  };
}

export interface CancellationDependencies {
  readonly deliveries: {
    /** Only a pending one. @returns whether it was. */
    markCancelled(deliveryId: string, at: string): Promise<boolean>;
  };
  readonly now: () => Date;
}

interface RecordCancellationInput {
  readonly deliveryId: string;
}

/** Marks a delivery cancelled, whoever asked for it: the API or the Temporal UI. Safe to run twice. */
async function recordCancellation(
  { deliveries, now }: CancellationDependencies,
  { deliveryId }: RecordCancellationInput,
): Promise<void> {
  await deliveries.markCancelled(deliveryId, now().toISOString());
}
