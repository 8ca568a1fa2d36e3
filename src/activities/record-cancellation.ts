import type { ActivityDependencies } from './dependencies';

export interface RecordCancellationInput {
  readonly deliveryId: string;
}

/** Marks a delivery cancelled, whoever asked for it: the API or the Temporal UI. Safe to run twice. */
export async function recordCancellation(
  { deliveries, now }: Pick<ActivityDependencies, 'deliveries' | 'now'>,
  { deliveryId }: RecordCancellationInput,
): Promise<void> {
  await deliveries.markCancelled(deliveryId, now().toISOString());
}
