import { advanceOperation } from './advance-operation';
import type { AdvanceOperationInput, AdvanceOperationResult } from './advance-operation';
import { attemptDelivery } from './attempt-delivery';
import type { AttemptDeliveryInput, AttemptDeliveryResult } from './attempt-delivery';
import type { ActivityDependencies } from './dependencies';
import { recordCancellation } from './record-cancellation';
import type { RecordCancellationInput } from './record-cancellation';
import { resolveDestinations } from './resolve-destinations';
import type { ResolveDestinationsInput, ResolvedDestination } from './resolve-destinations';

export type { ActivityDependencies } from './dependencies';
export type { ResolvedDestination } from './resolve-destinations';

/** The names of these methods are activity types: renaming one breaks running workflows. */
export interface Activities {
  resolveDestinations(input: ResolveDestinationsInput): Promise<readonly ResolvedDestination[]>;
  attemptDelivery(input: AttemptDeliveryInput): Promise<AttemptDeliveryResult>;
  recordCancellation(input: RecordCancellationInput): Promise<void>;
  advanceOperation(input: AdvanceOperationInput): Promise<AdvanceOperationResult>;
}

export function createActivities(deps: ActivityDependencies): Activities {
  return {
    resolveDestinations: (input) => resolveDestinations(deps, input),
    attemptDelivery: (input) => attemptDelivery(deps, input),
    recordCancellation: (input) => recordCancellation(deps, input),
    advanceOperation: (input) => advanceOperation(deps, input),
  };
}
