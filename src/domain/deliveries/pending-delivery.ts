/** A delivery that is stored as pending, as far as a run of it needs to know. */
export interface PendingDelivery {
  readonly id: string;
  readonly environmentId: string;
  readonly cloudName: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly uri: string;
  readonly status: 'pending';
  readonly attemptCount: number;
  readonly firstAttemptNumber: number;
}
