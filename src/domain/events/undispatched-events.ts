/** Events of one product environment that were accepted, and whose destinations are not resolved yet. */
export interface UndispatchedEvents {
  readonly count: number;
  /** Whether there may be more: counting ended with the oldest ones of all product environments. */
  readonly isAtLeast: boolean;
  /** ISO text, UTC; `undefined` when none was counted. */
  readonly oldestReceivedAt: string | undefined;
}
