/** A public key as RFC 8037 writes it. */
export interface Ed25519Jwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly use: 'sig';
  readonly alg: 'EdDSA';
  readonly kid: string;
  /** Raw public key, base64url. */
  readonly x: string;
}

/**
 * JSON Web Key Set of the active public keys; a verifier accepts any of them. Source: docs/decisions.md D15, RFC 7517,
 * RFC 8037.
 */
export function jwks(keys: readonly { readonly kid: string; readonly x: string }[]): { keys: Ed25519Jwk[] } {
  return {
    keys: keys.map(({ kid, x }) => ({ kty: 'OKP', crv: 'Ed25519', use: 'sig', alg: 'EdDSA', kid, x })),
  };
}
