import { createHash } from 'node:crypto';
import { destinationKey, type DestinationIdentity } from '../domain/events/match-triggers';

/**
 * Derives a delivery's id from its event and destination, so that resolving an event again, or
 * starting its workflow again, cannot deliver twice.
 *
 * @returns 32 hex digits.
 */
export function deliveryId(
  { environmentId, eventId }: { environmentId: string; eventId: string },
  destination: DestinationIdentity,
): string {
  const identity = JSON.stringify([environmentId, eventId, destinationKey(destination)]);
  return createHash('sha256').update(identity).digest('hex').slice(0, 32);
}
