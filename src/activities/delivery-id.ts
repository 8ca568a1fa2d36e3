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
  return idOf([environmentId, eventId, destinationKey(destination)]);
}

/**
 * Derives the id of the one delivery of a test from its event and trigger: it is known before the test is resolved, and
 * stays the same if the trigger is changed in between.
 *
 * @returns 32 hex digits.
 */
export function testDeliveryId(
  { environmentId, eventId }: { environmentId: string; eventId: string },
  triggerId: string,
): string {
  return idOf([environmentId, eventId, 'test', triggerId]);
}

function idOf(identity: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
}
