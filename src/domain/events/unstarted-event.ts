/** An event as far as starting its workflow needs to know. */
export interface UnstartedEvent {
  readonly environmentId: string;
  readonly cloudName: string;
  readonly eventId: string;
  readonly eventType: string;
}
