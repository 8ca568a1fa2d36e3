import type { Delivery } from '../domain/delivery';
import { replaceSignatureKey } from '../domain/notification-body';
import { chooseSigningKey } from '../domain/signing-key';
import type { SigningMaterial } from '../signing/signature-headers';
import type { DeliveryStateAfterAttempt, SigningKeys } from './dependencies';

/** A delivery and what signs it now. */
export interface SignableDelivery {
  readonly delivery: Delivery;
  /** Without a secret when no access key is enabled. */
  readonly material: SigningMaterial;
  /** Set when the key chosen at resolution is gone. */
  readonly replacedBody?: NonNullable<DeliveryStateAfterAttempt['replacedBody']>;
}

/**
 * Finds what signs with the key that was chosen when the event was resolved. If that key was disabled
 * or deleted meanwhile, another one signs and the default body names it: the only case in which a
 * delivery's bytes change between attempts. Source: decisions.md D26.
 */
export async function withCurrentSigningKey(
  keys: SigningKeys,
  delivery: Delivery,
): Promise<SignableDelivery> {
  const { environmentId, signatureKey } = delivery;
  const chosen = await keys.findMaterial(environmentId, signatureKey);
  if (chosen.apiSecret !== undefined) return { delivery, material: chosen };

  const next = chooseSigningKey(await keys.listCandidates(environmentId));
  if (!next) return { delivery, material: chosen };
  const material = await keys.findMaterial(environmentId, next.apiKey);
  if (material.apiSecret === undefined) return { delivery, material };

  const replacedBody = {
    body: delivery.bodyKind === 'default' ? replaceSignatureKey(delivery.body, next.apiKey) : delivery.body,
    signatureKey: next.apiKey,
    note: replacementNote(signatureKey, next.apiKey),
  };
  return { delivery: { ...delivery, ...replacedBody }, material, replacedBody };
}

function replacementNote(before: string | undefined, now: string): string {
  return before === undefined
    ? `signed with key ${now}: no key was enabled when the event was resolved`
    : `signed with key ${now}: key ${before} was disabled or deleted after the event was resolved`;
}
