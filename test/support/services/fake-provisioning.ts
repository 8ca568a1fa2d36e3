import type { ApiDependencies } from '../../../src/api/app';
import type { AccessKey } from '../../../src/domain/keys/access-key';
import { DomainError } from '../../../src/domain/errors';
import type { ProductEnvironment } from '../../../src/domain/keys/product-environment';
import { anAccessKey } from '../builders/an-access-key';
import { ACCOUNT_ID, anEnvironment } from '../builders/an-environment';

type Provisioning = ApiDependencies['provisioning'];

export const PROVISIONING_KEY = '555555555555555';
export const PROVISIONING_SECRET = 'provisioning:sécret';

const PAIRS = [
  { kid: 'key-1', isPublished: true, createdAt: '2026-03-02T00:00:00.000Z' },
  { kid: 'key-0', isPublished: false, createdAt: '2026-03-01T00:00:00.000Z' },
];

/** One account with its product environments and their keys, in memory. */
export class FakeProvisioning {
  subAccounts: ProductEnvironment[] = [];
  accessKeys: AccessKey[] = [];
  deletedDedicatedKey: string | undefined;
  isUnderWay = false;

  /** @param fault thrown by authentication while there is one. */
  dependencies(fault: () => Error | undefined): Provisioning {
    return {
      accounts: {
        authenticate: async (accountId, apiKey, apiSecret) => {
          const thrown = fault();
          if (thrown) throw thrown;
          return accountId === ACCOUNT_ID && apiKey === PROVISIONING_KEY && apiSecret === PROVISIONING_SECRET;
        },
      },
      subAccounts: this.subAccountRecords(),
      accessKeys: this.accessKeyRecords(),
    };
  }

  /** Of the same access keys, for their product environment. */
  signingChoice(): ApiDependencies['signingChoice'] {
    const own = (environmentId: string) =>
      this.accessKeys.filter((key) => key.environmentId === environmentId);
    return {
      find: async (environmentId) => ({
        algorithm: 'sha1',
        candidates: own(environmentId),
        deletedDedicatedKey: this.deletedDedicatedKey,
        pairs: PAIRS,
      }),
      dedicate: async (environmentId, apiKey) => {
        const isKnown = own(environmentId).some((key) => key.apiKey === apiKey && key.enabled);
        if (apiKey !== undefined && !isKnown) throw new DomainError('invalid_request', 'api_key');
        this.accessKeys = this.accessKeys.map((key) =>
          key.environmentId === environmentId ? { ...key, dedicatedForWebhooks: key.apiKey === apiKey } : key,
        );
      },
    };
  }

  private subAccountRecords(): Provisioning['subAccounts'] {
    const own = (accountId: string) => this.subAccounts.filter((each) => each.accountId === accountId);
    return {
      list: async (accountId) => own(accountId),
      find: async (accountId, id) => own(accountId).find((each) => each.id === id),
      create: async (wanted) => {
        if (this.subAccounts.some(({ cloudName }) => cloudName === wanted.cloudName)) {
          throw new DomainError('already_exists', `cloud_name: got "${wanted.cloudName}"`);
        }
        const environmentId = `environment-of-${wanted.cloudName}`;
        this.subAccounts.push(anEnvironment({ ...wanted, id: environmentId }));
        this.accessKeys.push(anAccessKey({ environmentId, root: true }));
        return { environmentId };
      },
      update: async (accountId, id, { changes }) => {
        const before = own(accountId).find((each) => each.id === id);
        if (!before) return undefined;
        const after = { ...before, ...changes };
        this.subAccounts = this.subAccounts.map((each) => (each === before ? after : each));
        return after;
      },
      delete: async (accountId, id, { force }) => {
        const doomed = own(accountId).find((each) => each.id === id);
        if (doomed && this.isUnderWay && !force) throw new DomainError('conflict', 'under way');
        this.subAccounts = this.subAccounts.filter((each) => each !== doomed);
        return doomed !== undefined;
      },
    };
  }

  private accessKeyRecords(): Provisioning['accessKeys'] {
    const own = (environmentId: string) =>
      this.accessKeys.filter((key) => key.environmentId === environmentId);
    return {
      list: async (environmentId, { by, direction }) => {
        const rank = (key: AccessKey) =>
          String(
            { api_key: key.apiKey, created_at: key.createdAt, name: key.name, enabled: key.enabled }[by],
          );
        const ascending = own(environmentId).sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
        return direction === 'asc' ? ascending : ascending.reverse();
      },
      listOf: async (ids) => this.accessKeys.filter(({ environmentId }) => ids.includes(environmentId)),
      deletedDedicatedKey: async () => this.deletedDedicatedKey,
      create: async ({ environmentId, name = 'made-up', enabled, role, createdAt }) => {
        if (own(environmentId).some((key) => key.name === name)) {
          throw new DomainError('already_exists', `name: got "${name}"`);
        }
        const key = anAccessKey({ environmentId, name, enabled, role, createdAt, updatedAt: createdAt });
        this.accessKeys.push(key);
        return key;
      },
      update: async (environmentId, apiKey, { changes }) => {
        const before = own(environmentId).find((key) => key.apiKey === apiKey);
        if (!before) return undefined;
        if (own(environmentId).some((key) => key !== before && key.name === changes.name)) {
          throw new DomainError('already_exists', `name: got "${changes.name}"`);
        }
        const after = { ...before, ...changes };
        this.accessKeys = this.accessKeys.map((key) => (key === before ? after : key));
        return after;
      },
      delete: async (environmentId, which) => {
        const isMeant = (key: AccessKey) =>
          'apiKey' in which ? key.apiKey === which.apiKey : key.name === which.name;
        const doomed = own(environmentId).filter(isMeant);
        this.accessKeys = this.accessKeys.filter((key) => !doomed.includes(key));
        return doomed.length > 0;
      },
    };
  }
}
