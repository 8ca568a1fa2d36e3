import type { Author } from './author';

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

/** What the owner says of a product environment that is to be made. */
export type NewProductEnvironment = Omit<ProductEnvironment, 'id' | 'createdAt' | 'updatedAt'>;

/** An absent key leaves the field as it is. */
export type EnvironmentChanges = Partial<
  Pick<ProductEnvironment, 'name' | 'enabled' | 'signatureAlgorithm' | 'customAttributes'>
> & { readonly updatedAt: string };

/** How a product environment is deleted, and by whom. */
export interface DeletionTerms {
  /** Also while events, deliveries or operations are under way. */
  readonly force: boolean;
  /** ISO text, UTC. */
  readonly at: string;
  readonly by: Author;
}
