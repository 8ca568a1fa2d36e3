import type { Delivery } from '../domain/delivery';
import { replaceSignatureKey } from '../domain/notification-body';
import { chooseSigningKey } from '../domain/signing-key';
import type { DeliveryStateAfterAttempt, SigningKeys } from './dependencies';

/** A delivery and the secret that signs it now. */
export interface SignableDelivery {
  readonly delivery: Delivery;
  readonly apiSecret: string | undefined;
  /** Set when the key chosen at resolution is gone. */
  readonly replacedBody?: NonNullable<DeliveryStateAfterAttempt['replacedBody']>;
}

/**
 * Finds the secret of the key that was chosen when the event was resolved. If that key was disabled
 * or deleted meanwhile, another one signs and the default body names it: the only case in which a
 * delivery's bytes change between attempts. Source: decisions.md D26.
 */
export async function withCurrentSigningKey(
  keys: SigningKeys,
  delivery: Delivery,
): Promise<SignableDelivery> {
  const { environmentId, signatureKey } = delivery;
  const chosen = signatureKey === undefined ? undefined : await keys.findSecret(environmentId, signatureKey);
  if (chosen !== undefined) return { delivery, apiSecret: chosen };

  const next = chooseSigningKey(await keys.list(environmentId));
  const apiSecret = next && (await keys.findSecret(environmentId, next.apiKey));
  if (!next || apiSecret === undefined) return { delivery, apiSecret: undefined };

  const replacedBody = {
    body: delivery.bodyKind === 'default' ? replaceSignatureKey(delivery.body, next.apiKey) : delivery.body,
    signatureKey: next.apiKey,
    note: replacementNote(signatureKey, next.apiKey),
  };
  return { delivery: { ...delivery, ...replacedBody }, apiSecret, replacedBody };
}

function replacementNote(before: string | undefined, now: string): string {
  return before === undefined
    ? `signed with key ${now}: no key was enabled when the event was resolved`
    : `signed with key ${now}: key ${before} was disabled or deleted after the event was resolved`;
}
