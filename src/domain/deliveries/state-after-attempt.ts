/** What an attempt makes of its delivery. */
export interface StateAfterAttempt {
  readonly status: 'pending' | 'delivered' | 'failed';
  /** ISO text, UTC. */
  readonly nextAttemptAt: string | undefined;
  /** Set when the event's workflow made the attempt and no workflow of the delivery's own follows. */
  readonly endsWithinEvent?: boolean;
  /** Set when the body had to be rendered again (docs/decisions.md D26). */
  readonly replacedBody?: ReplacedBody | undefined;
}

export interface ReplacedBody {
  readonly body: string;
  /** The body before: one that is stored meanwhile, of a delivery that was readdressed, stays. */
  readonly replaces: string;
  readonly signatureKey: string;
  readonly note: string;
}
