import { concat, hexOf, utf8 } from './bytes.ts';

export type DigestAlgorithm = 'sha1' | 'sha256';

const WEB_CRYPTO_NAMES = { sha1: 'SHA-1', sha256: 'SHA-256' } as const;

export function webCryptoName(algorithm: DigestAlgorithm): string {
  return WEB_CRYPTO_NAMES[algorithm];
}

/**
 * Legacy signature: lower-case hex digest of body, timestamp and secret, joined without a separator.
 * Source: docs/contract.md §5.1.
 */
export async function legacySignature(
  { body, timestamp, secret }: { body: Uint8Array; timestamp: string; secret: string },
  algorithm: DigestAlgorithm,
): Promise<string> {
  const signed = concat(body, utf8(timestamp + secret));
  return hexOf(await crypto.subtle.digest(webCryptoName(algorithm), signed));
}

/** Compares in a time that depends on the lengths alone. */
export function isSameText(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let i = 0; i < one.length; i += 1) difference |= one.charCodeAt(i) ^ other.charCodeAt(i);
  return difference === 0;
}
