import type { EagerEntry } from './eager-transformation';
import type { OperationFailure, Payload } from './operation';

/** What the platform, or the operation's deadline, says about an operation. Reports come in any order, and may come twice. */
export type OperationReport =
  | {
      readonly kind: 'uploaded';
      /** The result of the call. Its `eager` list, if any, counts as announced URLs, never as results. */
      readonly payload: Payload;
    }
  | {
      readonly kind: 'eager_completed';
      /** Some or all of the transformations. */
      readonly eager: readonly EagerEntry[];
    }
  | ({ readonly kind: 'failed' } & OperationFailure)
  | { readonly kind: 'timed_out' };
