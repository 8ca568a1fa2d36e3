/** How the legacy signature digests. Source: docs/decisions.md D14. */
export const SIGNATURE_ALGORITHMS = ['sha1', 'sha256'] as const;
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

/** A tenant: owner of triggers, events and keys. The provisioning API calls it sub-account. */
export interface ProductEnvironment {
  readonly id: string;
  readonly accountId: string;
  /** Names it in paths and workflow ids; never changes. */
  readonly cloudName: string;
  /** For people. */
  readonly name: string;
  /** A disabled one accepts no calls; deliveries under way go on. */
  readonly enabled: boolean;
  readonly signatureAlgorithm: SignatureAlgorithm;
  /** Kept for the account's owner; nothing reads them. */
  readonly customAttributes: Readonly<Record<string, unknown>>;
  /** ISO text, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}
