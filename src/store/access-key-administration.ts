import type { Knex } from 'knex';
import type { AccessKey } from '../domain/access-key';
import { DomainError } from '../domain/errors';
import { accessKeyFromRow, newAccessKey, type AccessKeyRow, type NewAccessKey } from './access-key-row';
import { inChunks } from './in-chunks';
import { isUniqueViolation } from './is-unique-violation';
import { lockEnvironment } from './lock-environment';
import type { SecretCodec } from './secret-codec';

interface Order {
  readonly by: 'api_key' | 'created_at' | 'name' | 'enabled';
  readonly direction: 'asc' | 'desc';
}

interface Changes {
  readonly name?: string;
  readonly enabled?: boolean;
  readonly dedicatedForWebhooks?: boolean;
  readonly updatedAt: string;
}

type Which = { readonly apiKey: string } | { readonly name: string };

/** Access keys as the owner of the account administers them. */
export function createAccessKeyAdministration(db: Knex, secrets: SecretCodec) {
  const read = (row: AccessKeyRow) => accessKeyFromRow(secrets, row);

  return {
    async list(environmentId: string, { by, direction }: Order): Promise<readonly AccessKey[]> {
      const rows = await db<AccessKeyRow>('access_keys')
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
          db<AccessKeyRow>('access_keys')
            .whereIn('environment_id', [...ids])
            .orderBy(['created_at', 'api_key']),
        ),
      );
      return chunks.flat().map(read);
    },

    /** A key that was deleted while it was dedicated to webhooks; `undefined` once another one was dedicated. */
    async deletedDedicatedKey(environmentId: string): Promise<string | undefined> {
      const row = await db('product_environments')
        .where({ id: environmentId })
        .first<{ deleted_dedicated_key: string | null } | undefined>('deleted_dedicated_key');
      return row?.deleted_dedicated_key ?? undefined;
    },

    /** @throws DomainError `already_exists` when the name is taken. */
    async create(given: Omit<NewAccessKey, 'root'>): Promise<AccessKey> {
      const { key, row } = newAccessKey(secrets, { ...given, root: false });
      await refusingTakenName(key.name, () => db('access_keys').insert(row));
      return key;
    },

    /**
     * Dedicating a key to webhooks takes the dedication from the one that had it.
     *
     * @returns `undefined` when there is no such key.
     * @throws DomainError `already_exists` when the name is taken.
     */
    async update(environmentId: string, apiKey: string, changes: Changes): Promise<AccessKey | undefined> {
      return db.transaction(async (trx) => {
        await lockEnvironment(trx, environmentId);
        const one = () =>
          trx<AccessKeyRow>('access_keys').where({ environment_id: environmentId, api_key: apiKey });
        if (!(await one().first('api_key'))) return undefined;
        if (changes.dedicatedForWebhooks !== undefined) await forgetDedication(trx, environmentId, changes);
        await refusingTakenName(changes.name, () => one().update(toColumns(changes)));
        const row = await one().first();
        return row && read(row);
      });
    },

    /** @returns whether there was one. */
    async delete(environmentId: string, which: Which): Promise<boolean> {
      return db.transaction(async (trx) => {
        await lockEnvironment(trx, environmentId);
        const row = await trx<AccessKeyRow>('access_keys')
          .where({ environment_id: environmentId })
          .where('apiKey' in which ? { api_key: which.apiKey } : { name: which.name })
          .first('api_key', 'dedicated_for');
        if (!row) return false;
        await trx('access_keys').where({ api_key: row.api_key }).delete();
        if (row.dedicated_for === 'webhooks') await noteDeletedDedicated(trx, environmentId, row.api_key);
        return true;
      });
    },
  };
}

/** Takes the dedication, and what is left of one whose key was deleted, from whoever has it. */
async function forgetDedication(
  trx: Knex.Transaction,
  environmentId: string,
  { dedicatedForWebhooks, updatedAt }: Changes,
): Promise<void> {
  await noteDeletedDedicated(trx, environmentId, null);
  if (!dedicatedForWebhooks) return;
  await trx<AccessKeyRow>('access_keys')
    .where({ environment_id: environmentId, dedicated_for: 'webhooks' })
    .update({ dedicated_for: null, updated_at: updatedAt });
}

async function noteDeletedDedicated(
  trx: Knex.Transaction,
  environmentId: string,
  apiKey: string | null,
): Promise<void> {
  await trx('product_environments').where({ id: environmentId }).update({ deleted_dedicated_key: apiKey });
}

function toColumns({ name, enabled, dedicatedForWebhooks, updatedAt }: Changes): Partial<AccessKeyRow> {
  return {
    ...(name !== undefined && { name }),
    ...(enabled !== undefined && { enabled }),
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
