import type { SignatureAlgorithm } from './product-environment';

/** What signing one attempt takes. A secret that the scheme does not use may be absent. */
export interface SigningMaterial {
  readonly apiSecret: string | undefined;
  readonly algorithm: SignatureAlgorithm;
  readonly ed25519PrivateKeyPem: string | undefined;
}
