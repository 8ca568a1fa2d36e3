import type { Delivery } from './delivery';
import { DomainError } from '../errors';
import { destinationsOf, type Destination } from '../events/match-triggers';
import type { Trigger } from '../triggers/trigger';
import type { Event } from '../events/event';
import { notificationPayload, bodyRenderer } from '../events/notification-body';

interface Question {
  readonly delivery: Pick<Delivery, 'id' | 'triggerIds'>;
  /** Those of the delivery's triggers that still exist. */
  readonly triggers: readonly Trigger[];
  /** The one that is meant. */
  readonly triggerId: string | undefined;
}

/**
 * Finds where a delivery's triggers would send its notification now. Filters are ignored, because the event already
 * matched. Source: docs/decisions.md D41.
 *
 * @throws DomainError `invalid_request` when the named trigger is not one of the delivery's; `conflict` when the
 * delivery has no trigger, when none is left, or when the remaining ones differ and none is named.
 */
export function currentDestination({ delivery, triggers, triggerId }: Question): Destination {
  const { triggerIds } = delivery;
  if (triggerIds.length === 0) throw withoutTrigger(delivery);
  if (triggerId !== undefined && !triggerIds.includes(triggerId)) throw foreignTrigger(triggerId, delivery);

  const meant = triggers.filter(({ id }) => triggerId === undefined || id === triggerId);
  const [destination, ...others] = destinationsOf(meant);
  if (!destination) throw deleted(triggerId === undefined ? triggerIds : [triggerId]);
  if (others.length > 0) throw ambiguous(meant);
  return destination;
}

function withoutTrigger({ id }: Question['delivery']): DomainError {
  return new DomainError(
    'conflict',
    `to: got "trigger", expected "delivery", since delivery ${id} has no trigger: it goes to its request's own URL`,
  );
}

function foreignTrigger(got: string, { id, triggerIds }: Question['delivery']): DomainError {
  return new DomainError(
    'invalid_request',
    `trigger_id: got ${JSON.stringify(got)}, expected a trigger of delivery ${id}: ${triggerIds.join(' or ')}`,
  );
}

function deleted(ids: readonly string[]): DomainError {
  const gone = ids.length === 1 ? `trigger ${ids[0]} was deleted` : `triggers ${ids.join(', ')} were deleted`;
  return new DomainError('conflict', `to: got "trigger", expected "delivery", since ${gone}`);
}

function ambiguous(triggers: readonly Trigger[]): DomainError {
  return new DomainError(
    'conflict',
    `trigger_id: got nothing, expected ${triggers.map(({ id }) => id).join(' or ')}, which now differ in URL, template or scheme`,
  );
}

/** The parts of a delivery that are replaced when it is readdressed. Its id, its triggers and its attempts stay. */
export type Readdressing = Pick<
  Delivery,
  | 'uri'
  | 'authScheme'
  | 'successStatuses'
  | 'payloadTemplate'
  | 'body'
  | 'bodyKind'
  | 'templateFallback'
  | 'note'
>;

/** Renders a delivery's notification for another destination, with the delivery's own signing key. */
export function readdress(
  { signatureKey, attemptCount, uri }: Delivery,
  event: Event,
  destination: Destination,
): Readdressing {
  const render = bodyRenderer(event, notificationPayload(event, signatureKey));
  return {
    uri: destination.uri,
    authScheme: destination.authScheme,
    successStatuses: destination.successStatuses,
    payloadTemplate: destination.payloadTemplate,
    ...render(destination.payloadTemplate),
    note: `from attempt ${attemptCount + 1} on as its trigger is now; before, it was for ${uri}`,
  };
}
