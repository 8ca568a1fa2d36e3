import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { Caller } from '../../domain/keys/access-key';
import type { AccessKeyRow } from './access-key-row';
import { sharedReads } from '../../kit/shared-reads';
import { readsAtATimeOf } from '../database/grouped-writes';
import { readerOf } from '../database/reader-of';
import type { SecretCodec } from '../secrets/secret-codec';

interface KeyName {
  readonly cloudName: string;
  readonly apiKey: string;
}

type CredentialRow = Pick<AccessKeyRow, 'api_key' | 'environment_id' | 'role' | 'secret_hash'> & {
  readonly cloud_name: string;
};

/** Access keys as credentials: who calls. */
export function createAccessKeyStore(db: Knex, secrets: SecretCodec) {
  const reader = readerOf(db);
  /** Compared when there is no key to compare with, so that both take the same time. */
  const nobody = secrets.hash(randomBytes(32).toString('hex'));

  const find = sharedReads({
    keyOf: ({ cloudName, apiKey }: KeyName) => `${cloudName} ${apiKey}`,
    async readAll(names) {
      const rows = await reader('access_keys')
        .join('product_environments', 'product_environments.id', 'access_keys.environment_id')
        .whereIn(
          'access_keys.api_key',
          names.map(({ apiKey }) => apiKey),
        )
        .where({ 'access_keys.enabled': true, 'product_environments.enabled': true })
        .select<CredentialRow[]>('cloud_name', 'api_key', 'environment_id', 'role', 'secret_hash');
      return names.map(({ cloudName, apiKey }) =>
        rows.find((row) => row.cloud_name === cloudName && row.api_key === apiKey),
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
