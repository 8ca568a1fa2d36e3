import { createPrivateKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Importing a key costs ten times as much as signing with it. */
const imported = new Map<string, KeyObject>();
const MAX_IMPORTED_KEYS = 1_000;

/**
 * Version 2 signature: standard base64 of the Ed25519 signature over body and timestamp, joined
 * without a separator. A format of this project: the public record has none.
 * Source: decisions.md D15.
 *
 * @param timestamp Unix time in seconds, as sent in `X-Cld-Timestamp`.
 */
export function ed25519Signature(
  { body, timestamp }: { body: string; timestamp: string },
  privateKeyPem: string,
): string {
  return sign(null, Buffer.from(`${body}${timestamp}`, 'utf8'), importKey(privateKeyPem)).toString('base64');
}

function importKey(privateKeyPem: string): KeyObject {
  const known = imported.get(privateKeyPem);
  if (known) return known;
  if (imported.size >= MAX_IMPORTED_KEYS) imported.clear();
  const key = createPrivateKey(privateKeyPem);
  imported.set(privateKeyPem, key);
  return key;
}
