import type { SigningCandidate, SigningMaterial } from './signing-key';

/** Who may sign a product environment's notifications, read at one moment. */
export interface Signers {
  readonly candidates: readonly SigningCandidate[];
  /** What signs with a key; without the secret when that is disabled, or none of these. */
  materialOf(apiKey: string | undefined): SigningMaterial;
}
