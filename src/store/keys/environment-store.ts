import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { Author } from '../../domain/keys/audit-entry';
import {
  CLOUD_NAME_FORM,
  isCloudName,
  type EnvironmentChanges,
  type ProductEnvironment,
  type SignatureAlgorithm,
} from '../../domain/keys/product-environment';
import { DomainError } from '../../domain/errors';
import type { Role } from '../../domain/keys/role';
import { accessKeyFacts, newAccessKey } from './access-key-row';
import { ensureAccount } from './account-store';
import { recordAudit } from './audit-log';
import { deleteEnvironment, type Deletion } from './delete-environment';
import {
  changedColumns,
  environmentFacts,
  environmentFromRow,
  environmentToRow,
  type EnvironmentRow,
  lockEnvironment,
} from './environment-row';
import { isUniqueViolation } from '../database/database-errors';
import { readerOf } from '../database/reads';
import type { SecretCodec } from '../secrets/secret-codec';
import { newSigningKey } from './signing-key-store';

/** With the first access key; its secret is shown this once. */
interface NewEnvironment {
  readonly environmentId: string;
  readonly cloudName: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

interface Wanted {
  readonly cloudName: string;
  /** By default the installation's account, which is made if need be. */
  readonly accountId?: string;
  /** By default the cloud name. */
  readonly name?: string;
  readonly enabled?: boolean;
  readonly signatureAlgorithm?: SignatureAlgorithm;
  readonly customAttributes?: ProductEnvironment['customAttributes'];
  /** Of the first access key; by default `admin`. */
  readonly role?: Role;
}

export function createEnvironmentStore(db: Knex, secrets: SecretCodec, now: () => Date) {
  const environments = () => readerOf(db)<EnvironmentRow>('product_environments');
  const oneOf = (accountId: string, id: string) => environments().where({ account_id: accountId, id });

  async function findOf(accountId: string, id: string): Promise<ProductEnvironment | undefined> {
    const row = await oneOf(accountId, id).first();
    return row && environmentFromRow(row);
  }

  return {
    findOf,

    /**
     * Makes a product environment with its first access key and Ed25519 pair.
     *
     * @throws DomainError `invalid_request` for a bad name, `already_exists`.
     */
    async create(wanted: Wanted, by: Author): Promise<NewEnvironment> {
      const { cloudName, role = 'admin' } = wanted;
      if (!isCloudName(cloudName)) throw badName(cloudName);
      const environment = toEnvironment(wanted, now().toISOString());
      const { id: environmentId, createdAt } = environment;
      const first = { environmentId, name: 'first', enabled: true, root: true, role, createdAt };
      const { key, row } = newAccessKey(secrets, first);
      await db.transaction(async (trx) => {
        const accountId = wanted.accountId ?? (await ensureAccount(trx));
        await refusingTaken(cloudName, () =>
          trx('product_environments').insert(environmentToRow({ ...environment, accountId })),
        );
        await trx('access_keys').insert(row);
        await trx('signing_keys').insert(newSigningKey(secrets, environmentId, createdAt));
        const made = [
          ['product_environment.create', environmentId, environmentFacts(environment)],
          ['access_key.create', key.apiKey, accessKeyFacts(row)],
        ] as const;
        for (const [action, subjectId, after] of made) {
          await recordAudit(trx, { action, environmentId, subjectId, after, by });
        }
      });
      return { environmentId, cloudName, apiKey: key.apiKey, apiSecret: key.apiSecret };
    },

    /**
     * Deletes one with all that it has; the audit log keeps its entries.
     *
     * @returns what it was; `undefined` when there is none.
     * @throws DomainError `conflict` while something is under way, unless by force.
     */
    delete: (deletion: Deletion): Promise<ProductEnvironment | undefined> => deleteEnvironment(db, deletion),

    async findByCloudName(cloudName: string): Promise<ProductEnvironment | undefined> {
      const row = await environments().where({ cloud_name: cloudName }).first();
      return row && environmentFromRow(row);
    },

    /** By cloud name. */
    async list(): Promise<readonly ProductEnvironment[]> {
      return (await environments().orderBy('cloud_name')).map(environmentFromRow);
    },

    /** By cloud name. */
    async listOf(accountId: string): Promise<readonly ProductEnvironment[]> {
      const rows = await environments().where({ account_id: accountId }).orderBy('cloud_name');
      return rows.map(environmentFromRow);
    },

    /** @returns `undefined` when there is none. */
    async update(
      accountId: string,
      id: string,
      { changes, by }: { readonly changes: EnvironmentChanges; readonly by: Author },
    ): Promise<ProductEnvironment | undefined> {
      return db.transaction(async (trx) => {
        await lockEnvironment(trx, id);
        const one = () => trx<EnvironmentRow>('product_environments').where({ account_id: accountId, id });
        const [current] = (await one()).map(environmentFromRow);
        if (!current) return undefined;
        await one().update(changedColumns(changes));
        const changed = { ...current, ...changes };
        await recordAudit(trx, {
          action: 'product_environment.update',
          environmentId: id,
          subjectId: id,
          before: environmentFacts(current),
          after: environmentFacts(changed),
          by,
        });
        return changed;
      });
    },
  };
}

function toEnvironment(
  { cloudName, name, enabled, signatureAlgorithm, customAttributes }: Wanted,
  createdAt: string,
) {
  return {
    id: randomBytes(17).toString('hex'),
    cloudName,
    name: name ?? cloudName,
    enabled: enabled ?? true,
    signatureAlgorithm: signatureAlgorithm ?? 'sha1',
    customAttributes: customAttributes ?? {},
    createdAt,
    updatedAt: createdAt,
  };
}

function badName(cloudName: string): DomainError {
  return new DomainError(
    'invalid_request',
    `cloud_name: got ${JSON.stringify(cloudName)}, expected ${CLOUD_NAME_FORM}`,
  );
}

async function refusingTaken<T>(cloudName: string, write: () => PromiseLike<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new DomainError(
      'already_exists',
      `cloud_name: got "${cloudName}", expected one that is not taken`,
      {
        cause: error,
      },
    );
  }
}
