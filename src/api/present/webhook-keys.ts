interface PublicKey {
  readonly kid: string;
  readonly x: string;
}

/** A JSON Web Key Set of Ed25519 keys. Source: RFC 7517, RFC 8037, docs/decisions.md D15. */
export function presentWebhookKeys(keys: readonly PublicKey[]) {
  return {
    keys: keys.map(({ kid, x }) => ({ kty: 'OKP', crv: 'Ed25519', kid, x, use: 'sig', alg: 'EdDSA' })),
  };
}
