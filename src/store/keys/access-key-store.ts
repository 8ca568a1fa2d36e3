import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { DomainError } from '../../domain/errors';
import type {
  AccessKey,
  AccessKeyChanges,
  AccessKeyOrder,
  NewAccessKey,
  Caller,
} from '../../domain/keys/access-key';
import type { Author } from '../../domain/keys/audit-entry';
import { sharedReads } from '../../kit/shared-reads';
import { isUniqueViolation } from '../database/database-errors';
import { readsAtATimeOf } from '../database/grouped-writes';
import { inChunks } from '../database/narrow-to-page';
import { readerOf } from '../database/reads';
import type { SecretCodec } from '../secrets/secret-codec';
import {
  accessKeyFacts,
  accessKeyFromRow,
  newAccessKey,
  changeAccessKey,
  noteDeletedDedicated,
  takeDedication,
  type AccessKeyRow,
} from './access-key-row';
import { recordAudit } from './audit-log';
import { lockEnvironment } from './environment-row';

/** What a caller shows of itself. */
type ShownKey = Pick<Caller, 'cloudName' | 'apiKey'>;

type CallerRow = Pick<AccessKeyRow, 'api_key' | 'environment_id' | 'role' | 'secret_hash'> & {
  readonly cloud_name: string;
};

/** Enabled access keys of enabled product environments. */
function readCallers(reader: Knex, shown: readonly ShownKey[]): PromiseLike<readonly CallerRow[]> {
  return reader('access_keys')
    .join('product_environments', 'product_environments.id', 'access_keys.environment_id')
    .whereIn(
      ['access_keys.api_key', 'product_environments.cloud_name'],
      shown.map(({ apiKey, cloudName }) => [apiKey, cloudName]),
    )
    .where({ 'access_keys.enabled': true, 'product_environments.enabled': true })
    .select<CallerRow[]>(
      'api_key',
      'cloud_name',
      'access_keys.environment_id',
      'access_keys.role',
      'access_keys.secret_hash',
    );
}

/** Access keys as credentials: who calls. */
export function createAccessKeyStore(db: Knex, secrets: SecretCodec) {
  const reader = readerOf(db);
  /** Compared when there is no key to compare with, so that both take the same time. */
  const nobody = secrets.hash(randomBytes(32).toString('hex'));

  const find = sharedReads({
    keyOf: ({ cloudName, apiKey }: ShownKey) => `${cloudName} ${apiKey}`,
    async readAll(shown) {
      const rows = await readCallers(reader, shown);
      return shown.map(({ cloudName, apiKey }) =>
        rows.find((row) => row.api_key === apiKey && row.cloud_name === cloudName),
      );
    },
    atATime: readsAtATimeOf(db),
  });

  return {
    /** `undefined` for an unknown or disabled cloud or key, or a wrong secret: all alike. */
    async authenticate(cloudName: string, apiKey: string, apiSecret: string): Promise<Caller | undefined> {
      const row = await find({ cloudName, apiKey });
      const matches = secrets.matches(apiSecret, row?.secret_hash ?? nobody);
      return row && matches
        ? { environmentId: row.environment_id, cloudName, apiKey, role: row.role }
        : undefined;
    },
  };
}

type Which = { readonly apiKey: string } | { readonly name: string };

/** Access keys as the owner of the account administers them. */
export function createAccessKeyAdministration(db: Knex, secrets: SecretCodec) {
  const reader = readerOf(db);
  const read = (row: AccessKeyRow) => accessKeyFromRow(secrets, row);

  return {
    async list(environmentId: string, { by, direction }: AccessKeyOrder): Promise<readonly AccessKey[]> {
      const rows = await reader<AccessKeyRow>('access_keys')
        .where({ environment_id: environmentId })
        .orderBy([
          { column: by, order: direction },
          { column: 'api_key', order: direction },
        ]);
      return rows.map(read);
    },

    /** Those of several product environments, oldest first. */
    async listOf(environmentIds: readonly string[]): Promise<readonly AccessKey[]> {
      const chunks = await Promise.all(
        inChunks(environmentIds).map((ids) =>
          reader<AccessKeyRow>('access_keys')
            .whereIn('environment_id', [...ids])
            .orderBy(['created_at', 'api_key']),
        ),
      );
      return chunks.flat().map(read);
    },

    /** A key that was deleted while it was dedicated to webhooks; `undefined` once another one was dedicated. */
    async deletedDedicatedKey(environmentId: string): Promise<string | undefined> {
      const row = await reader('product_environments')
        .where({ id: environmentId })
        .first<{ deleted_dedicated_key: string | null } | undefined>('deleted_dedicated_key');
      return row?.deleted_dedicated_key ?? undefined;
    },

    /** @throws DomainError `already_exists` when the name is taken. */
    async create(given: NewAccessKey, by: Author): Promise<AccessKey> {
      const { key, row } = newAccessKey(secrets, { ...given, root: false });
      const { environmentId, apiKey: subjectId, name } = key;
      await db.transaction(async (trx) => {
        await refusingTakenName(name, () => trx('access_keys').insert(row));
        const after = accessKeyFacts(row);
        await recordAudit(trx, { action: 'access_key.create', environmentId, subjectId, after, by });
      });
      return key;
    },

    /**
     * Dedicating a key to webhooks takes the dedication from the one that had it.
     *
     * @returns `undefined` when there is no such key.
     * @throws DomainError `already_exists` when the name is taken.
     */
    async update(
      environmentId: string,
      apiKey: string,
      { changes, by }: { readonly changes: AccessKeyChanges; readonly by: Author },
    ): Promise<AccessKey | undefined> {
      return db.transaction(async (trx) => {
        await lockEnvironment(trx, environmentId);
        const row = await findRow(trx, environmentId, { apiKey });
        if (!row) return undefined;
        const { dedicatedForWebhooks: isDedicated } = changes;
        if (isDedicated !== undefined) await noteDeletedDedicated(trx, environmentId, null);
        if (isDedicated) await takeDedication(trx, row, { updatedAt: changes.updatedAt, by });
        return read(
          await refusingTakenName(changes.name, () =>
            changeAccessKey(trx, row, { columns: toColumns(changes), by }),
          ),
        );
      });
    },

    /** @returns whether there was one. */
    async delete(environmentId: string, which: Which, by: Author): Promise<boolean> {
      return db.transaction(async (trx) => {
        await lockEnvironment(trx, environmentId);
        const row = await findRow(trx, environmentId, which);
        if (!row) return false;
        const { api_key: subjectId } = row;
        await trx('access_keys').where({ api_key: subjectId }).delete();
        if (row.dedicated_for === 'webhooks') await noteDeletedDedicated(trx, environmentId, subjectId);
        const before = accessKeyFacts(row);
        await recordAudit(trx, { action: 'access_key.delete', environmentId, subjectId, before, by });
        return true;
      });
    },
  };
}

function findRow(trx: Knex.Transaction, environmentId: string, which: Which) {
  return trx<AccessKeyRow>('access_keys')
    .where({ environment_id: environmentId })
    .where('apiKey' in which ? { api_key: which.apiKey } : { name: which.name })
    .first();
}

function toColumns({
  name,
  enabled,
  dedicatedForWebhooks,
  role,
  updatedAt,
}: AccessKeyChanges): Partial<AccessKeyRow> {
  return {
    ...(name !== undefined && { name }),
    ...(enabled !== undefined && { enabled }),
    ...(role !== undefined && { role }),
    ...(dedicatedForWebhooks !== undefined && { dedicated_for: dedicatedForWebhooks ? 'webhooks' : null }),
    updated_at: updatedAt,
  };
}

async function refusingTakenName<T>(name: string | undefined, write: () => PromiseLike<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const message = `name: got ${JSON.stringify(name)}, expected a name that no other access key of the product environment has`;
    throw new DomainError('already_exists', message, { cause: error });
  }
}
