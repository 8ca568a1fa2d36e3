import type { Closing } from './closing';

/** What a process does: both, the admin API alone, or the workflows and activities alone. */
export type ProcessKind = 'all' | 'api' | 'worker';

/** What a started part leaves behind: how it is closed, and how it says that it has failed. */
export interface Life {
  readonly closing: Closing;
  readonly fail: (error: Error) => void;
}
