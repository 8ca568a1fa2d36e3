import type { JsonWebKeySet } from '../key-set.ts';

/** Signs as the service does with version 2. */
export interface TestKeyPair {
  readonly kid: string;
  /** @returns the 64 bytes of an Ed25519 signature. */
  sign(signed: Uint8Array): Promise<Uint8Array>;
}

export interface TestKeySet {
  /** For the option `keySet`, or for the answer of a fake `/webhook_keys`. */
  readonly keySet: JsonWebKeySet;
  readonly keyPair: TestKeyPair;
}

/** Makes a new key pair, and the key set that publishes it. */
export async function createTestKeySet(kid = 'test-key'): Promise<TestKeySet> {
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new Error('Ed25519: got one key, expected a pair');
  const { x = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return {
    keySet: { keys: [{ kty: 'OKP', crv: 'Ed25519', kid, x }] },
    keyPair: {
      kid,
      sign: async (signed) =>
        new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, new Uint8Array(signed))),
    },
  };
}
