export interface CancellationDependencies {
  readonly deliveries: {
    /** Only a pending one. @returns whether it was. */
    markCancelled(deliveryId: string, at: string): Promise<boolean>;
  };
  readonly now: () => Date;
}

export interface RecordCancellationInput {
  readonly deliveryId: string;
}

/** Marks a delivery cancelled, whoever asked for it: the API or the Temporal UI. Safe to run twice. */
export async function recordCancellation(
  { deliveries, now }: CancellationDependencies,
  { deliveryId }: RecordCancellationInput,
): Promise<void> {
  await deliveries.markCancelled(deliveryId, now().toISOString());
}
