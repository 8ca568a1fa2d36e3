/** A public key as RFC 8037 writes it. */
interface Ed25519Jwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly kid: string;
  /** Raw public key, base64url. */
  readonly x: string;
  readonly use: 'sig';
  readonly alg: 'EdDSA';
}

/**
 * JSON Web Key Set of the published public keys; a receiver accepts a signature by any of them. Source: docs/decisions.md
 * D15, RFC 7517, RFC 8037.
 */
export function jwks(keys: readonly { readonly kid: string; readonly x: string }[]): {
  readonly keys: readonly Ed25519Jwk[];
} {
  return {
    keys: keys.map(({ kid, x }) => ({ kty: 'OKP', crv: 'Ed25519', kid, x, use: 'sig', alg: 'EdDSA' })),
  };
}
