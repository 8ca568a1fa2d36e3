import type { Event } from '../../domain/events/event';
import type { EventRecord } from '../../domain/events/event-record';
import { notificationPayload } from '../../domain/events/notification-body';
import { chooseSigningKey, type SigningCandidate } from '../../domain/keys/signing-key';
import type { DeliveryRecords } from '../deliveries/ports';
import type { EventRecords } from '../events/routes';
import { notFound } from '../route/path-id';

/** Who may sign a product environment's notifications. */
export interface SigningCandidates {
  findSigners(environmentId: string): Promise<{ readonly candidates: readonly SigningCandidate[] }>;
}

/** Finds the key that signs a product environment's notifications now; `undefined` when none is enabled. */
export async function signingKey(
  signing: SigningCandidates,
  environmentId: string,
): Promise<string | undefined> {
  return chooseSigningKey((await signing.findSigners(environmentId)).candidates)?.apiKey;
}

/**
 * Builds an event's default notification as filters saw it: with the signing key of then, which its deliveries know. For an
 * event without deliveries the present key stands in.
 *
 * @param deliveries of the event; one is enough.
 */
export async function notificationOf(
  signing: SigningCandidates,
  { event }: EventRecord,
  [delivery]: Awaited<ReturnType<DeliveryRecords['list']>>,
): Promise<Readonly<Record<string, unknown>>> {
  const key = delivery ? delivery.signatureKey : await signingKey(signing, event.environmentId);
  return notificationPayload(event, key);
}

export interface NotifiedEvent {
  readonly event: Event;
  /** The default notification. */
  readonly notification: Readonly<Record<string, unknown>>;
}

interface NotifiedEventPorts {
  readonly events: Pick<EventRecords, 'find'>;
  readonly deliveries: Pick<DeliveryRecords, 'list'>;
  readonly signing: SigningCandidates;
}

/** Finds an event with its default notification, as `notificationOf` builds it. @throws DomainError `not_found`. */
export async function findNotified(
  { events, deliveries, signing }: NotifiedEventPorts,
  environmentId: string,
  eventId: string,
): Promise<NotifiedEvent> {
  const record = await events.find(environmentId, eventId);
  if (!record) throw notFound('an event', eventId);
  const ofEvent = await deliveries.list(environmentId, { eventId, limit: 1 });
  return { event: record.event, notification: await notificationOf(signing, record, ofEvent) };
}
