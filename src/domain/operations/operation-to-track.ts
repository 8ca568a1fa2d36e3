import type { OperationMethod } from './operation';
import type { OperationKey } from './operation-record';

/** An operation as far as its workflow needs to know. */
export interface OperationToTrack extends OperationKey {
  readonly cloudName: string;
  readonly method: OperationMethod;
}

/** An operation that has not ended. */
export interface OpenOperation extends OperationToTrack {
  /** ISO text, UTC. */
  readonly createdAt: string;
}
