import type { Knex } from 'knex';
import { composeStores, type Stores } from '../../../src/app/stores';
import type { Role } from '../../../src/domain/keys/role';
import { createSecretCodec } from '../../../src/store/secrets/secret-codec';
import { aBulkAction } from '../../support/builders/a-bulk-action';
import { aNewDelivery } from '../../support/builders/a-delivery';
import { aTrigger } from '../../support/builders/a-trigger';
import { anEvent } from '../../support/builders/an-event';
import { anOperationRecord } from '../../support/builders/an-operation';
import { BY } from '../../support/builders/an-audit-entry';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { basic } from '../../support/services/test-api';
import { anAttempt } from '../../support/builders/an-attempt';

/** An account with a product environment that has one of everything. Authorizations are headers. */
export interface Tenant {
  readonly accountId: string;
  readonly environmentId: string;
  readonly cloudName: string;
  /** Of its first key, which has the role `admin`. */
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly authorizations: Readonly<Record<Role | 'disabled' | 'provisioning', string>>;
  /** What nobody else may ever read: ids, names, URLs, keys and secrets. */
  readonly planted: readonly string[];
}

const CREATED_AT = '2026-03-14T09:00:00.000Z';

/** Stores a tenant whose ids are made of its name: the trigger of "acme" is `acme-trigger`. */
export async function plantTenant(db: Knex, name: string): Promise<Tenant> {
  const stores = composeStores(db, someMasterKeys());
  const account = await insertAccount(db, name);
  const wanted = { cloudName: name, name: `${name}-name`, accountId: account.id };
  const made = await stores.environments.create(wanted, BY);
  const { environmentId, apiKey, apiSecret } = made;
  const keys = {
    'events:publish': await insertKey(stores, environmentId, {
      name: `${name}-publisher`,
      role: 'events:publish',
    }),
    read: await insertKey(stores, environmentId, { name: `${name}-reader`, role: 'read' }),
    disabled: await insertKey(stores, environmentId, {
      name: `${name}-disabled`,
      role: 'admin',
      enabled: false,
    }),
  };
  await insertOneOfEverything(stores, environmentId, name);
  return {
    accountId: account.id,
    environmentId,
    cloudName: name,
    apiKey,
    apiSecret,
    authorizations: {
      admin: basic(apiKey, apiSecret),
      'events:publish': basic(keys['events:publish'].apiKey, keys['events:publish'].apiSecret),
      read: basic(keys.read.apiKey, keys.read.apiSecret),
      disabled: basic(keys.disabled.apiKey, keys.disabled.apiSecret),
      provisioning: basic(account.apiKey, account.apiSecret),
    },
    planted: [name, environmentId, ...[made, account, ...Object.values(keys)].flatMap(idsOf)],
  };
}

function idsOf({ apiKey, apiSecret }: { readonly apiKey: string; readonly apiSecret: string }) {
  return [apiKey, apiSecret];
}

/** An installation makes one account by itself; the database can hold several. */
async function insertAccount(db: Knex, name: string) {
  const apiKey = `${name}-provisioning-key`;
  const apiSecret = `${name}-provisioning-secret`;
  const secrets = createSecretCodec(someMasterKeys());
  const id = `${name}-account`;
  await db('accounts').insert({
    id,
    name,
    provisioning_api_key: apiKey,
    secret_hash: secrets.hash(apiSecret),
    secret_encrypted: secrets.encrypt(apiSecret, { table: 'accounts', row: id, column: 'secret_encrypted' }),
    created_at: CREATED_AT,
  });
  return { id, apiKey, apiSecret };
}

function insertKey(
  { accessKeyAdministration }: Stores,
  environmentId: string,
  { enabled = true, ...about }: { readonly name: string; readonly role: Role; readonly enabled?: boolean },
) {
  return accessKeyAdministration.create({ environmentId, enabled, createdAt: CREATED_AT, ...about }, BY);
}

async function insertOneOfEverything(stores: Stores, environmentId: string, name: string): Promise<void> {
  const uri = `https://hooks.${name}.example/`;
  const trigger = aTrigger({ id: `${name}-trigger`, environmentId, uri });
  const limits = { maxNotificationUrls: 30, maxTriggers: 1000 };
  await stores.triggers.insert(trigger, { limits, by: BY });
  const event = anEvent({ environmentId, eventId: `${name}-event`, payload: { public_id: `${name}-asset` } });
  await stores.events.insert(event, 'h');
  const delivery = aNewDelivery({
    id: `${name}-delivery`,
    uri,
    triggerIds: [trigger.id],
    body: `{"${name}":1}`,
  });
  await stores.events.recordResolution({
    ...event,
    resolvedAt: CREATED_AT,
    verdicts: [],
    deliveries: [delivery],
  });
  const after = { status: 'pending', nextAttemptAt: undefined } as const;
  await stores.deliveries.recordAttempt(anAttempt({ deliveryId: delivery.id }), after);
  const bulkAction = aBulkAction({
    id: `${name}-bulk-action`,
    environmentId,
    filter: { destination: uri },
  });
  await stores.bulkActions.insert(bulkAction, { facts: {}, by: BY });
  const operation = anOperationRecord({ environmentId, operationId: `${name}-operation` });
  await stores.operations.insert(operation, 'h');
}
