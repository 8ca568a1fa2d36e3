import { isAttemptDue, type Delivery } from '../../domain/deliveries/delivery';
import { DomainError } from '../../domain/errors';
import { readdress, currentDestination } from '../../domain/deliveries/readdress';
import type { EventRecords } from '../events/routes';
import { notFound } from '../route/path-id';
import type { TriggerRecords } from '../triggers/routes';
import type { DeliveryRecords } from './ports';
import type { Author } from '../../domain/keys/audit-entry';

/** The dependencies of readdressing. */
export interface ReaddressPorts {
  readonly deliveries: Pick<DeliveryRecords, 'readdress'>;
  readonly triggers: Pick<TriggerRecords, 'find'>;
  readonly events: Pick<EventRecords, 'find'>;
  readonly now: () => Date;
}

/**
 * Gives a delivery the URL, the template and the settings that its trigger has now, with a body rendered again.
 *
 * @throws DomainError `conflict` while an attempt is in progress, and as `currentDestination` does.
 */
export async function readdressDelivery(
  { deliveries, triggers, events, now }: ReaddressPorts,
  delivery: Delivery,
  { triggerId, by }: { readonly triggerId: string | undefined; readonly by: Author },
): Promise<Delivery> {
  const { environmentId, eventId, triggerIds } = delivery;
  const at = now().toISOString();
  if (isAttemptDue(delivery, at)) throw attemptUnderWay(delivery);

  const found = await Promise.all(triggerIds.map((id) => triggers.find(environmentId, id)));
  const left = found.filter((trigger) => trigger !== undefined);
  const destination = currentDestination({ delivery, triggers: left, triggerId });
  const record = await events.find(environmentId, eventId);
  if (!record) throw notFound('an event', eventId);

  const change = readdress(delivery, record.event, destination);
  const readdressed = await deliveries.readdress(delivery, { change, at, by });
  if (!readdressed) throw changedMeanwhile(delivery);
  return readdressed;
}

function attemptUnderWay({ id }: Delivery): DomainError {
  return new DomainError(
    'conflict',
    `to: got "trigger", expected a delivery that has ended or waits between attempts, and ${id} has an attempt under way or about to be: ask again after it, or cancel the delivery first`,
  );
}

function changedMeanwhile({ id }: Delivery): DomainError {
  return new DomainError('conflict', `to: delivery ${id} changed while it was being readdressed: ask again`);
}
