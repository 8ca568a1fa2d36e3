import type { ReplacedBody } from '../domain/deliveries/attempt';
import type { Delivery } from '../domain/deliveries/delivery';
import type { Event } from '../domain/events/event';
import { notificationPayload, replaceSignatureKey, bodyRenderer } from '../domain/events/notification-body';
import { type Signers, chooseSigningKey, type SigningMaterial } from '../domain/keys/signing-key';

/** Secrets leave the store only through these, and go nowhere but into a signature. */
export interface SigningKeys {
  findSigners(environmentId: string): Promise<Signers>;
}

export interface SigningSources {
  readonly keys: SigningKeys;
  readonly events: { find(environmentId: string, eventId: string): Promise<Event | undefined> };
}

/** A delivery and what signs it now. */
export interface SignableDelivery {
  readonly delivery: Delivery;
  /** Without a secret when no access key is enabled. */
  readonly material: SigningMaterial;
  /** Set when the key chosen at resolution is gone. */
  readonly replacedBody?: ReplacedBody;
}

/**
 * Finds the key that was chosen when the event was resolved. If it was disabled or deleted since, another key signs and
 * the body is rendered again with that key's name. This is the only case in which a delivery's bytes change between
 * attempts. Source: docs/decisions.md D26.
 */
export async function withCurrentSigningKey(
  { keys, events }: SigningSources,
  delivery: Delivery,
): Promise<SignableDelivery> {
  const { environmentId, signatureKey } = delivery;
  const signers = await keys.findSigners(environmentId);
  const chosen = signers.materialOf(signatureKey);
  if (chosen.apiSecret !== undefined) return { delivery, material: chosen };

  const next = chooseSigningKey(signers.candidates);
  if (!next) return { delivery, material: chosen };
  const material = signers.materialOf(next.apiKey);
  if (material.apiSecret === undefined) return { delivery, material };

  const replaced = {
    body:
      delivery.bodyKind === 'default'
        ? replaceSignatureKey(delivery.body, next.apiKey)
        : await renderAgain(events, delivery, next.apiKey),
    signatureKey: next.apiKey,
    note: replacementNote(signatureKey, next.apiKey),
  };
  const replacedBody = { ...replaced, replaces: delivery.body };
  return { delivery: { ...delivery, ...replaced }, material, replacedBody };
}

/** By the template that the trigger had when the event was resolved. */
async function renderAgain(
  events: SigningSources['events'],
  { environmentId, eventId, body, payloadTemplate }: Delivery,
  signatureKey: string,
): Promise<string> {
  const event = payloadTemplate && (await events.find(environmentId, eventId));
  if (!event) return body;
  return bodyRenderer(event, notificationPayload(event, signatureKey))(payloadTemplate).body;
}

function replacementNote(before: string | undefined, now: string): string {
  return before === undefined
    ? `signed with key ${now}: no key was enabled when the event was resolved`
    : `signed with key ${now}: key ${before} was disabled or deleted after the event was resolved`;
}
