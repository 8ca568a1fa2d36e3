import type { AccessKey, AccessKeyChanges, AccessKeyOrder, NewAccessKey } from '../../domain/keys/access-key';
import type {
  DeletionTerms,
  EnvironmentChanges,
  NewProductEnvironment,
  ProductEnvironment,
} from '../../domain/keys/product-environment';
import type { Author } from '../../domain/keys/audit-entry';

/** What the routes of the provisioning API need. */
export interface ProvisioningPorts {
  readonly provisioning: { readonly subAccounts: SubAccounts; readonly accessKeys: AccessKeys };
  readonly now: () => Date;
}

/** Product environments, by the name that the provisioning API has for them. */
export interface SubAccounts {
  /** By cloud name. */
  list(accountId: string): Promise<readonly ProductEnvironment[]>;
  find(accountId: string, id: string): Promise<ProductEnvironment | undefined>;
  /** With a first access key and an Ed25519 pair. @throws DomainError `already_exists` when the cloud name is taken. */
  create(wanted: NewProductEnvironment, by: Author): Promise<{ readonly environmentId: string }>;
  /** @returns `undefined` when there is none. */
  update(
    accountId: string,
    id: string,
    change: { readonly changes: EnvironmentChanges; readonly by: Author },
  ): Promise<ProductEnvironment | undefined>;
  /**
   * Deletes it with everything in it; the audit log keeps its entries. The deletion goes in small steps. If it is
   * interrupted, the product environment stays disabled, and the next call completes it.
   *
   * @returns whether there was one.
   * @throws DomainError `conflict` while something is in progress, unless by force.
   */
  delete(accountId: string, id: string, terms: DeletionTerms): Promise<boolean>;
}

interface AccessKeys {
  list(environmentId: string, order: AccessKeyOrder): Promise<readonly AccessKey[]>;
  /** Those of several product environments, oldest first. */
  listOf(environmentIds: readonly string[]): Promise<readonly AccessKey[]>;
  /** A key that was deleted while it was dedicated to webhooks; `undefined` once another one was dedicated. */
  deletedDedicatedKey(environmentId: string): Promise<string | undefined>;
  /** @throws DomainError `already_exists` when the name is taken. */
  create(wanted: NewAccessKey, by: Author): Promise<AccessKey>;
  /** @throws DomainError `already_exists` when the name is taken. @returns `undefined` when there is no such key. */
  update(
    environmentId: string,
    apiKey: string,
    change: { readonly changes: AccessKeyChanges; readonly by: Author },
  ): Promise<AccessKey | undefined>;
  /** @returns whether there was one. */
  delete(
    environmentId: string,
    which: { readonly apiKey: string } | { readonly name: string },
    by: Author,
  ): Promise<boolean>;
}
