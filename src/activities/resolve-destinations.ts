import { createHash } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { destinationHost, destinationLabel } from '../domain/destinations/destination-url';
import type { Event } from '../domain/events/event';
import type { EventResolution, StandingDelivery } from '../domain/events/event-record';
import {
  matchTriggers,
  destinationKey,
  type Destination,
  type DestinationIdentity,
} from '../domain/events/match-triggers';
import { notificationPayload, bodyRenderer } from '../domain/events/notification-body';
import { chooseSigningKey, type SigningMaterial } from '../domain/keys/signing-key';
import { batchIdOf, isPollUrl } from '../domain/poll/channel';
import type { Trigger } from '../domain/triggers/trigger';
import type { SigningKeys } from './with-current-signing-key';

export interface ResolutionDependencies {
  readonly events: EventResolutions;
  readonly triggers: MatchableTriggers;
  readonly keys: SigningKeys;
  readonly now: () => Date;
  /** Told of each event when its resolution is stored for the first time. @param begunAt ISO text, UTC. */
  readonly eventResolved?: (event: Event, resolution: EventResolution, begunAt: string) => void;
}

export interface EventResolutions {
  find(environmentId: string, eventId: string): Promise<Event | undefined>;

  /**
   * Stores verdicts and deliveries and marks the event resolved, all or nothing; for an event that
   * was resolved before, changes nothing.
   *
   * @returns the deliveries of the resolution before; `undefined` when there was none.
   */
  recordResolution(resolution: EventResolution): Promise<readonly StandingDelivery[] | undefined>;
}

export interface MatchableTriggers {
  /** Triggers of the event's type and of type `all`, oldest first. @param version that `Signers` has. */
  listForEventType(environmentId: string, eventType: string, version: number): Promise<readonly Trigger[]>;
}

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

/**
 * Decides who is notified of an event, renders each body, and stores deliveries and verdicts. Safe to run twice: the
 * deliveries stored first are the ones returned.
 */
export async function resolveDestinations(
  deps: ResolutionDependencies,
  input: ResolveDestinationsInput,
): Promise<readonly ResolvedDestination[]> {
  const begunAt = deps.now().toISOString();
  const { event, resolution } = await resolveEvent(deps, input);
  const before = await deps.events.recordResolution(resolution);
  if (!before) deps.eventResolved?.(event, resolution, begunAt);
  return (before ?? resolution.deliveries).filter(hasReceiver).map(asDestination);
}

interface ResolvedEvent {
  readonly event: Event;
  readonly resolution: EventResolution;
  /** Signs its notifications; without a secret when no access key is enabled. */
  readonly material: SigningMaterial;
}

/** Decides who is notified of an event, and renders each body. Stores nothing. */
export async function resolveEvent(
  { events, triggers, keys, now }: ResolutionDependencies,
  { environmentId, eventId }: ResolveDestinationsInput,
): Promise<ResolvedEvent> {
  const event = await events.find(environmentId, eventId);
  if (!event) {
    throw ApplicationFailure.nonRetryable(`event ${eventId} does not exist`, 'EventNotFound');
  }
  const { eventType } = event;
  const signers = await keys.findSigners(environmentId);
  const candidates = await triggers.listForEventType(environmentId, eventType, signers.triggersVersion);
  const signatureKey = chooseSigningKey(signers.candidates)?.apiKey;
  const payload = notificationPayload(event, signatureKey);
  const { destinations, verdicts } = matchTriggers(event, candidates, payload);
  const render = bodyRenderer(event, payload);
  const isTest = event.testTriggerId !== undefined;
  const resolution = {
    environmentId,
    eventId,
    eventType,
    batchId: batchIdOf(event.payload),
    resolvedAt: now().toISOString(),
    verdicts: verdicts.map(({ triggerId, verdict, reason, destination }) =>
      destination
        ? { triggerId, verdict, deliveryId: ownId(event, destination) }
        : { triggerId, verdict, reason },
    ),
    deliveries: destinations.map((destination) => ({
      id: ownId(event, destination),
      uri: destination.uri,
      authScheme: destination.authScheme,
      successStatuses: destination.successStatuses,
      triggerIds: destination.triggerIds,
      signatureKey,
      ...render(destination.payloadTemplate),
      payloadTemplate: destination.payloadTemplate,
      isTest,
      hasOwnWorkflow: hasReceiver(destination),
    })),
  };
  return { event, resolution, material: signers.materialOf(signatureKey) };
}

function ownId(event: Event, destination: Destination): string {
  const { testTriggerId } = event;
  return testTriggerId === undefined ? deliveryId(event, destination) : testDeliveryId(event, testTriggerId);
}

/**
 * Derives a delivery's id from its event and destination, so that resolving an event again, or
 * starting its workflow again, cannot deliver twice.
 *
 * @returns 32 hex digits.
 */
function deliveryId(
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

/** Whether a workflow sends a notification. A notification in a channel waits there until a client asks for it. */
export function hasReceiver({ uri }: Pick<StandingDelivery, 'uri'>): boolean {
  return !isPollUrl(uri);
}

export function asDestination({ id, uri }: Pick<StandingDelivery, 'id' | 'uri'>): ResolvedDestination {
  return { deliveryId: id, destinationLabel: destinationLabel(uri), destinationHost: destinationHost(uri) };
}
