import { sign } from 'node:crypto';
import { ImportedKeys } from './imported-keys';

const keys = new ImportedKeys(1_000);

/**
 * Version 2 signature: standard base64 of the Ed25519 signature over body and timestamp, joined
 * without a separator. A format of this project: the public record has none.
 * Source: docs/decisions.md D15.
 *
 * @param timestamp Unix time in seconds, as sent in `X-Cld-Timestamp`.
 */
export function ed25519Signature(
  { body, timestamp }: { body: string; timestamp: string },
  privateKeyPem: string,
): string {
  return sign(null, Buffer.from(`${body}${timestamp}`), keys.get(privateKeyPem)).toString('base64');
}
