import type { Knex } from 'knex';
import { DomainError } from '../../domain/errors';
import type { Author } from '../../domain/keys/audit-entry';
import type { SignatureAlgorithm } from '../../domain/keys/product-environment';
import type { SigningChoice } from '../../domain/keys/signing-key';
import { readerOf } from '../database/reader-of';
import type { AccessKeyRow } from './access-key-row';
import { changeAccessKey, noteDeletedDedicated, takeDedication } from './change-access-key';
import { lockEnvironment } from './environment-row';
import type { SigningKeyRow } from './signing-key-store';

interface ChoiceRow {
  readonly signature_algorithm: SignatureAlgorithm;
  readonly deleted_dedicated_key: string | null;
}

/** Which access key signs a product environment's notifications, for those who may not see the keys' secrets. */
export function createSigningChoiceStore(db: Knex) {
  const reader = readerOf(db);

  return {
    /** @throws Error when there is no such environment. */
    async find(environmentId: string): Promise<SigningChoice> {
      const environment = await reader('product_environments')
        .where({ id: environmentId })
        .first<ChoiceRow | undefined>('signature_algorithm', 'deleted_dedicated_key');
      if (!environment) throw new Error(`product environment ${environmentId} does not exist`);
      const rows = await reader<AccessKeyRow>('access_keys')
        .where({ environment_id: environmentId })
        .orderBy(['created_at', 'api_key'])
        .select('api_key', 'name', 'role', 'enabled', 'dedicated_for', 'created_at');
      const pairs = await reader<SigningKeyRow>('signing_keys')
        .where({ environment_id: environmentId })
        .orderBy([
          { column: 'created_at', order: 'desc' },
          { column: 'kid', order: 'desc' },
        ])
        .select('kid', 'active', 'created_at');
      return {
        algorithm: environment.signature_algorithm,
        candidates: rows.map((row) => ({
          apiKey: row.api_key,
          name: row.name,
          role: row.role,
          enabled: Boolean(row.enabled),
          dedicatedForWebhooks: row.dedicated_for === 'webhooks',
          createdAt: row.created_at,
        })),
        deletedDedicatedKey: environment.deleted_dedicated_key ?? undefined,
        pairs: pairs.map((row) => ({
          kid: row.kid,
          isPublished: Boolean(row.active),
          createdAt: row.created_at,
        })),
      };
    },

    /**
     * Dedicates an enabled key to webhooks, and takes the dedication from the one that had it.
     *
     * @param apiKey `undefined`: none is dedicated, so the oldest enabled key signs.
     * @throws DomainError `invalid_request` unless it is an enabled key of the environment.
     */
    async dedicate(
      environmentId: string,
      apiKey: string | undefined,
      { at, by }: { readonly at: string; readonly by: Author },
    ): Promise<void> {
      await db.transaction(async (trx) => {
        await lockEnvironment(trx, environmentId);
        const row =
          apiKey === undefined
            ? undefined
            : await trx<AccessKeyRow>('access_keys')
                .where({ environment_id: environmentId, api_key: apiKey })
                .first();
        if (apiKey !== undefined && !row?.enabled) throw notEnabled(apiKey);
        await noteDeletedDedicated(trx, environmentId, null);
        const taker = { environment_id: environmentId, api_key: apiKey ?? '' };
        await takeDedication(trx, taker, { updatedAt: at, by });
        if (row && row.dedicated_for !== 'webhooks') {
          await changeAccessKey(trx, row, { columns: { dedicated_for: 'webhooks', updated_at: at }, by });
        }
      });
    },
  };
}

function notEnabled(apiKey: string): DomainError {
  return new DomainError(
    'invalid_request',
    `api_key: got ${JSON.stringify(apiKey)}, expected the number of an enabled access key of this product environment, or null`,
  );
}
