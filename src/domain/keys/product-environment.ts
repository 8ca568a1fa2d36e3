import type { Author } from './audit-entry';

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
  /** A disabled one accepts no calls; deliveries in progress continue. */
  readonly enabled: boolean;
  readonly signatureAlgorithm: SignatureAlgorithm;
  /** Kept for the account's owner; nothing reads them. */
  readonly customAttributes: Readonly<Record<string, unknown>>;
  /** ISO text, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Names of paths beside the product environments. */
const RESERVED = ['provisioning'];

/** For messages: what a cloud name looks like. */
export const CLOUD_NAME_FORM = `1 to 63 of a-z 0-9 _ -, beginning with a letter or digit, other than ${RESERVED.join(', ')}`;

/** The pattern that every cloud name matches. A few reserved names also match it. */
export const CLOUD_NAME_PATTERN = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** Whether a text can name a product environment in paths and workflow ids. */
export function isCloudName(text: string): boolean {
  return CLOUD_NAME_PATTERN.test(text) && !RESERVED.includes(text);
}

/** The owner's wishes for a new product environment. */
export type NewProductEnvironment = Omit<ProductEnvironment, 'id' | 'createdAt' | 'updatedAt'>;

/** An absent key leaves the field as it is. */
export type EnvironmentChanges = Partial<
  Pick<ProductEnvironment, 'name' | 'enabled' | 'signatureAlgorithm' | 'customAttributes'>
> & { readonly updatedAt: string };

/** How a product environment is deleted, and by whom. */
export interface DeletionTerms {
  /** Even while events, deliveries or operations are in progress. */
  readonly force: boolean;
  /** ISO text, UTC. */
  readonly at: string;
  readonly by: Author;
}
