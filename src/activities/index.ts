import { advanceBulkAction } from './advance-bulk-action';
import type {
  AdvanceBulkActionInput,
  AdvanceBulkActionResult,
  BulkActionDependencies,
} from './advance-bulk-action';
import { advanceOperation } from './advance-operation';
import type {
  AdvanceOperationInput,
  AdvanceOperationResult,
  OperationDependencies,
} from './advance-operation';
import { attemptDelivery } from './attempt-delivery';
import type { AttemptDeliveryInput, AttemptDeliveryResult, AttemptDependencies } from './attempt-delivery';
import { attemptQuickly } from './quick-attempt';
import type { AttemptQuicklyInput, AttemptQuicklyResult, OwnQuickAttemptDependencies } from './quick-attempt';
import { resolveAndAttempt } from './resolve-and-attempt';
import type { FirstAttemptDependencies, FirstAttempts, ResolveAndAttemptInput } from './resolve-and-attempt';
import { resolveDestinations } from './resolve-destinations';
import type { ResolveDestinationsInput, ResolvedDestination } from './resolve-destinations';

export type { FirstAttempts, HandedOverDelivery } from './resolve-and-attempt';
export type { ResolvedDestination } from './resolve-destinations';

/** The dependencies of the activities; each activity describes its own. */
export type ActivityDependencies = AttemptDependencies &
  FirstAttemptDependencies &
  OwnQuickAttemptDependencies &
  CancellationDependencies &
  OperationDependencies &
  BulkActionDependencies;

/** The names of these methods are activity types: renaming one breaks running workflows. */
export interface Activities {
  resolveDestinations(input: ResolveDestinationsInput): Promise<readonly ResolvedDestination[]>;
  resolveAndAttempt(input: ResolveAndAttemptInput): Promise<FirstAttempts>;
  attemptQuickly(input: AttemptQuicklyInput): Promise<AttemptQuicklyResult>;
  attemptDelivery(input: AttemptDeliveryInput): Promise<AttemptDeliveryResult>;
  recordCancellation(input: RecordCancellationInput): Promise<void>;
  advanceOperation(input: AdvanceOperationInput): Promise<AdvanceOperationResult>;
  advanceBulkAction(input: AdvanceBulkActionInput): Promise<AdvanceBulkActionResult>;
}

export function createActivities(deps: ActivityDependencies): Activities {
  return {
    resolveDestinations: (input) => resolveDestinations(deps, input),
    resolveAndAttempt: (input) => resolveAndAttempt(deps, input),
    attemptQuickly: (input) => attemptQuickly(deps, input),
    attemptDelivery: (input) => attemptDelivery(deps, input),
    recordCancellation: (input) => recordCancellation(deps, input),
    advanceOperation: (input) => advanceOperation(deps, input),
    advanceBulkAction: (input) => advanceBulkAction(deps, input),
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
