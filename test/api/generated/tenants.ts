import type { AddressInfo } from 'node:net';
import type { Knex } from 'knex';
import { createServiceMetrics } from '../../../src/metrics/service-metrics';
import { composeApi, composeWork, type Foundations } from '../../../src/app/service';
import { composeStores, type Stores } from '../../../src/app/stores';
import { readConfig } from '../../../src/config';
import type { Role } from '../../../src/domain/keys/role';
import { BY } from '../../support/builders/an-audit-entry';
import { sqlite } from '../../support/databases/databases';
import { recordingLogger, type RecordingLogger } from '../../support/builders/recording-logger';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { POOLS, type Ids, type Pool } from './reference';
import type { Credentials } from './request-draft';
import { TemporalInMemory } from './temporal-in-memory';

/** An account with a product environment that acts, and one beside it that is administered. */
export interface Tenant {
  readonly cloudName: string;
  /** Key and secret. */
  readonly credentials: Readonly<Record<Credentials, readonly [string, string]>>;
  readonly ids: Ids;
  /** Remembers an id; of many, the last ones. */
  remember(pool: Pool, id: string): void;
}

/** The whole service in this process, on a database of its own, with Temporal's part played in memory. */
export interface Installation {
  readonly port: number;
  readonly db: Knex;
  readonly temporal: TemporalInMemory;
  readonly logger: RecordingLogger;
  readonly tenants: readonly [Tenant, Tenant];
  stop(): Promise<void>;
}

const SETTINGS = {
  ALLOW_CIDRS: '127.0.0.0/8',
  MAX_NOTIFICATION_URLS: '8',
  RETRY_DELAYS_SECONDS: '60,60',
  API_REQUESTS_PER_SECOND: '0',
  POLL_REQUESTS_PER_SECOND: '0',
  PUBLISH_REQUESTS_PER_SECOND: '0',
  // So that failed logins come from as many addresses as there are requests.
  TRUST_PROXY: '1',
};

export async function install(): Promise<Installation> {
  const opened = await sqlite.open();
  const logger = recordingLogger();
  const config = readConfig(SETTINGS);
  const stores = composeStores(opened.db, someMasterKeys());
  const now = () => new Date();
  const foundations: Foundations = {
    config,
    logger,
    metrics: createServiceMetrics('test'),
    db: opened.db,
    stores,
    now,
    authorities: undefined,
  };
  const temporal = new TemporalInMemory({
    retryDelaysSeconds: config.RETRY_DELAYS_SECONDS,
    attemptTimeoutSeconds: 5,
  });
  const work = composeWork(foundations, temporal.client);
  temporal.activities = work.activities;
  const api = composeApi(foundations, temporal.client);
  await new Promise<void>((resolve) => api.server.listen(0, '127.0.0.1', resolve));
  // No request waits for anything.
  api.endWaits();
  const { port } = api.server.address() as AddressInfo;
  return {
    port,
    db: opened.db,
    temporal,
    logger,
    tenants: [await aTenant(opened.db, stores, 'first'), await aTenant(opened.db, stores, 'second')],
    async stop() {
      await api.close();
      await api.drain();
      await temporal.settle();
      await work.drain();
      work.sender.close();
      await opened.close();
    },
  };
}

async function aTenant(db: Knex, stores: Stores, cloudName: string): Promise<Tenant> {
  const account = await stores.accounts.issueProvisioningKey(BY);
  const { accountId } = account;
  // An installation makes one account, by this name: the next one is another.
  await db('accounts')
    .where({ id: accountId })
    .update({ name: `account of ${cloudName}` });
  const acting = await stores.environments.create({ accountId, cloudName }, BY);
  const beside = await stores.environments.create({ accountId, cloudName: `${cloudName}-beside` }, BY);
  const key = async (role: Role): Promise<readonly [string, string]> => {
    const wanted = {
      environmentId: acting.environmentId,
      enabled: true,
      role,
      createdAt: new Date().toISOString(),
    };
    const { apiKey, apiSecret } = await stores.accessKeyAdministration.create(wanted, BY);
    return [apiKey, apiSecret];
  };
  const known: Partial<Ids> = {
    account: [accountId],
    cloudName: [cloudName],
    subAccount: [beside.environmentId],
    accessKey: [beside.apiKey],
  };
  return {
    cloudName,
    credentials: {
      admin: [acting.apiKey, acting.apiSecret],
      reader: await key('read'),
      publisher: await key('events:publish'),
      provisioner: [account.provisioningApiKey, account.provisioningApiSecret],
    },
    ...idsFrom(known),
  };
}

const REMEMBERED = 40;

function idsFrom(known: Partial<Ids>): Pick<Tenant, 'ids' | 'remember'> {
  const ids = Object.fromEntries(POOLS.map((pool) => [pool, [...(known[pool] ?? [])]])) as Record<
    Pool,
    string[]
  >;
  return {
    ids,
    remember(pool, id) {
      ids[pool].push(id);
      if (ids[pool].length > REMEMBERED) ids[pool].splice(1, 1);
    },
  };
}
