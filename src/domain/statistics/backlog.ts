/** The numbers of waiting items at one moment, in all product environments. */
export interface Backlog {
  /** As `DELIVERY_PHASES` says; those in channels wait for a client and are not among them. */
  readonly deliveriesPending: Readonly<Record<'sending' | 'waiting', number>>;
  /** Hosts whose last attempt failed, each once for each product environment. */
  readonly failingHosts: number;
  readonly eventsUnstarted: number;
  /** 0 when every event is started. */
  readonly oldestUnstartedAgeSeconds: number;
  /** `waiting`: nobody has it; `claimed`: a client has it and has not acknowledged it. */
  readonly pollMessages: Readonly<Record<'waiting' | 'claimed', number>>;
  readonly consoleSessions: number;
}
