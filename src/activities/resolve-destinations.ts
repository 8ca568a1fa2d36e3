import { ApplicationFailure } from '@temporalio/common';
import type { EventResolution, ResolvedDelivery } from '../domain/events/event-resolution';
import { destinationHost, destinationLabel } from '../domain/destinations/destination-url';
import type { Event } from '../domain/events/event';
import { matchTriggers } from '../domain/events/match-triggers';
import { notificationPayload, bodyRenderer } from '../domain/events/notification-body';
import { chooseSigningKey } from '../domain/keys/signing-key';
import type { ActivityDependencies } from './dependencies';
import { deliveryId } from './delivery-id';

export interface ResolveDestinationsInput {
  readonly environmentId: string;
  readonly eventId: string;
}

/** One delivery to start, in terms that may be shown in the Temporal UI. */
export interface ResolvedDestination {
  readonly deliveryId: string;
  /** Host and path, no query. */
  readonly destinationLabel: string;
  readonly destinationHost: string;
}

type Dependencies = Pick<ActivityDependencies, 'events' | 'triggers' | 'keys' | 'now'>;

/**
 * Decides who is told of an event, renders each body, and stores deliveries and verdicts.
 * Safe to run twice: the deliveries stored first are the ones returned.
 */
export async function resolveDestinations(
  deps: Dependencies,
  { environmentId, eventId }: ResolveDestinationsInput,
): Promise<readonly ResolvedDestination[]> {
  const event = await deps.events.find(environmentId, eventId);
  if (!event) {
    throw ApplicationFailure.nonRetryable(`event ${eventId} does not exist`, 'EventNotFound');
  }
  return (await deps.events.recordResolution(await resolve(deps, event))).map(present);
}

async function resolve({ triggers, keys, now }: Dependencies, event: Event): Promise<EventResolution> {
  const { environmentId, eventId, eventType } = event;
  const [candidates, signingKeys] = await Promise.all([
    triggers.listForEventType(environmentId, eventType),
    keys.listCandidates(environmentId),
  ]);
  const signatureKey = chooseSigningKey(signingKeys)?.apiKey;
  const payload = notificationPayload(event, signatureKey);
  const { destinations, verdicts } = matchTriggers(event, candidates, payload);
  const render = bodyRenderer(event, payload);
  return {
    environmentId,
    eventId,
    eventType,
    resolvedAt: now().toISOString(),
    verdicts: verdicts.map(({ triggerId, verdict, reason, destination }) =>
      destination
        ? { triggerId, verdict, deliveryId: deliveryId(event, destination) }
        : { triggerId, verdict, reason },
    ),
    deliveries: destinations.map((destination) => ({
      id: deliveryId(event, destination),
      uri: destination.uri,
      authScheme: destination.authScheme,
      successStatuses: destination.successStatuses,
      triggerIds: destination.triggerIds,
      signatureKey,
      ...render(destination.payloadTemplate),
      payloadTemplate: destination.payloadTemplate,
    })),
  };
}

function present({ id, uri }: ResolvedDelivery): ResolvedDestination {
  return { deliveryId: id, destinationLabel: destinationLabel(uri), destinationHost: destinationHost(uri) };
}
