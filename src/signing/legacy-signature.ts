import { createHash } from 'node:crypto';

/**
 * Legacy signature: the hex digest of body, timestamp and secret, joined without a separator.
 * A plain digest, not an HMAC, although the scheme is called `legacy_hmac`.
 * Source: docs/decisions.md D14; `webhook_signature` in cloudinary_npm, lib/utils/index.js.
 *
 * @param body exact text of the request body.
 * @param timestamp Unix time in seconds, as sent in `X-Cld-Timestamp`.
 */
export function legacySignature(
  { body, timestamp, apiSecret }: { body: string; timestamp: string; apiSecret: string },
  algorithm: 'sha1' | 'sha256',
): string {
  return createHash(algorithm).update(`${body}${timestamp}${apiSecret}`).digest('hex');
}
