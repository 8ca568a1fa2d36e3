import { base64Of, bytesOfBase64, type Bytes } from './bytes.ts';

/** A public key of `/webhook_keys`. Other members are ignored. Source: RFC 8037. */
export interface JsonWebKeyLike {
  readonly kty?: string | undefined;
  readonly crv?: string | undefined;
  readonly kid?: string | undefined;
  /** Raw public key, base64url. */
  readonly x?: string | undefined;
}

export interface PublicKey {
  readonly kid: string | undefined;
  verifies(signature: Bytes, signed: Bytes): Promise<boolean>;
}

/**
 * Makes a public key ready to verify.
 *
 * @throws when the key is no Ed25519 key, or when this runtime's Web Crypto has no Ed25519.
 */
export async function importPublicKey({ kty, crv, kid, x }: JsonWebKeyLike): Promise<PublicKey> {
  if (kty !== 'OKP' || crv !== 'Ed25519' || x === undefined) throw new TypeError('no Ed25519 key');
  const key = await crypto.subtle.importKey('jwk', { kty, crv, x }, 'Ed25519', false, ['verify']);
  return { kid, verifies: (signature, signed) => crypto.subtle.verify('Ed25519', key, signature, signed) };
}

/**
 * Decodes a version 2 signature: standard base64 of 64 bytes.
 *
 * @returns `undefined` for any other text that decodes to them, too: with white space, `-` or `_`, or spare bits set.
 */
export function decodeSignature(text: string): Bytes | undefined {
  if (!/^[A-Za-z0-9+/]{86}==$/.test(text)) return undefined;
  const bytes = bytesOfBase64(text);
  return base64Of(bytes) === text ? bytes : undefined;
}
