/** What the process of the receivers says, in this order; each POST is one `arrival`. */
export type HostsReport =
  | { readonly kind: 'ready'; readonly ports: readonly number[] }
  | { readonly kind: 'arrival'; readonly arrival: Arrival };

export interface Arrival {
  readonly port: number;
  readonly eventId: string;
  readonly notificationId: string;
  /** Whether the receiver never answers it. */
  readonly hangs: boolean;
  /** Requests to the port that hang at this moment. */
  readonly hangingCount: number;
}
