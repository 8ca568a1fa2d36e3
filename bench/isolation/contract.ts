/** What the process of the receivers says, in this order; each POST is one `arrival`. */
export type HostsReport =
  | { readonly kind: 'ready'; readonly ports: readonly number[] }
  | { readonly kind: 'arrival'; readonly arrival: Arrival };

export interface Arrival {
  readonly port: number;
  readonly eventId: string;
  readonly notificationId: string;
  /** Connections to the host that are open at this moment. */
  readonly openCount: number;
}
