import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { Lru } from '../kit/lru';

/** By their PEM: importing a key costs ten times as much as signing with it. */
const importedKeys = new Lru<KeyObject>({ maxEntries: 1_000 });

/**
 * Version 2 signature: standard base64 of the Ed25519 signature over body and timestamp, joined
 * without a separator. A format of this project: the public record has none.
 * Source: docs/decisions.md D15.
 *
 * @param timestamp Unix time in seconds, as sent in `X-Cld-Timestamp`.
 * @throws Error when the key is not a private key in PEM.
 */
export function ed25519Signature(
  { body, timestamp }: { body: string; timestamp: string },
  privateKeyPem: string,
): string {
  const key = importedKeys.use(privateKeyPem, () => createPrivateKey(privateKeyPem));
  return sign(null, Buffer.from(`${body}${timestamp}`), key).toString('base64');
}
