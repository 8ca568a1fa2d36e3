import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { Caller } from '../../domain/keys/access-key';
import type { AccessKeyRow } from './access-key-row';
import { readerOf } from '../database/reader-of';
import type { SecretCodec } from '../secrets/secret-codec';

/** Access keys as credentials: who calls. */
export function createAccessKeyStore(db: Knex, secrets: SecretCodec) {
  const reader = readerOf(db);
  /** Compared when there is no key to compare with, so that both take the same time. */
  const nobody = secrets.hash(randomBytes(32).toString('hex'));

  return {
    /** `undefined` for an unknown or disabled cloud or key, or a wrong secret: all alike. */
    async authenticate(cloudName: string, apiKey: string, apiSecret: string): Promise<Caller | undefined> {
      const row = await reader('access_keys')
        .join('product_environments', 'product_environments.id', 'access_keys.environment_id')
        .where({ 'access_keys.api_key': apiKey, 'product_environments.cloud_name': cloudName })
        .where({ 'access_keys.enabled': true, 'product_environments.enabled': true })
        .first<Pick<AccessKeyRow, 'environment_id' | 'role' | 'secret_hash'> | undefined>(
          'access_keys.environment_id',
          'access_keys.role',
          'access_keys.secret_hash',
        );
      const matches = secrets.matches(apiSecret, row?.secret_hash ?? nobody);
      return row && matches
        ? { environmentId: row.environment_id, cloudName, apiKey, role: row.role }
        : undefined;
    },
  };
}
