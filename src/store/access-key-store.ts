import { randomBytes, randomInt } from 'node:crypto';
import type { Knex } from 'knex';
import type { SigningCandidate } from '../domain/signing-key';
import type { SecretCodec } from './secret-codec';

export interface AccessKeyRow {
  api_key: string;
  environment_id: string;
  name: string;
  secret_hash: string;
  secret_encrypted: string;
  enabled: boolean | number;
  dedicated_for: 'webhooks' | null;
  root: boolean | number;
  created_at: string;
  updated_at: string;
}

interface Caller {
  readonly environmentId: string;
  readonly cloudName: string;
  readonly apiKey: string;
}

const SECRET_BYTES = 32;

export function createAccessKeyStore(db: Knex, secrets: SecretCodec) {
  const keys = () => db<AccessKeyRow>('access_keys');
  /** Compared when there is no key to compare with, so that both take the same time. */
  const nobody = secrets.hash(randomBytes(SECRET_BYTES).toString('hex'));

  return {
    /** `undefined` for an unknown cloud name, an unknown or disabled key, or a wrong secret: all alike. */
    async authenticate(cloudName: string, apiKey: string, apiSecret: string): Promise<Caller | undefined> {
      const row = await db('access_keys')
        .join('product_environments', 'product_environments.id', 'access_keys.environment_id')
        .where({ 'access_keys.api_key': apiKey, 'product_environments.cloud_name': cloudName })
        .first<Pick<AccessKeyRow, 'environment_id' | 'secret_hash' | 'enabled'> | undefined>(
          'access_keys.environment_id',
          'access_keys.secret_hash',
          'access_keys.enabled',
        );
      const matches = secrets.matches(apiSecret, row?.secret_hash ?? nobody);
      if (!row || !matches || !row.enabled) return undefined;
      return { environmentId: row.environment_id, cloudName, apiKey };
    },

    async listForSigning(environmentId: string): Promise<readonly SigningCandidate[]> {
      const rows = await keys()
        .where({ environment_id: environmentId })
        .select('api_key', 'enabled', 'dedicated_for', 'created_at');
      return rows.map((row) => ({
        apiKey: row.api_key,
        enabled: Boolean(row.enabled),
        dedicatedForWebhooks: row.dedicated_for === 'webhooks',
        createdAt: row.created_at,
      }));
    },

    /** `undefined` when the key is disabled or gone. */
    async findSecret(environmentId: string, apiKey: string): Promise<string | undefined> {
      const row = await keys()
        .where({ environment_id: environmentId, api_key: apiKey, enabled: true })
        .first('secret_encrypted');
      return row && secrets.decrypt(row.secret_encrypted, secretPlace(apiKey));
    },
  };
}

export function secretPlace(apiKey: string) {
  return { table: 'access_keys', row: apiKey, column: 'secret_encrypted' };
}

/** A row for a key with a new number and secret. */
export function newAccessKey(
  secrets: SecretCodec,
  { environmentId, name, root, at }: { environmentId: string; name: string; root: boolean; at: string },
): { readonly row: AccessKeyRow; readonly apiSecret: string } {
  const apiKey = Array.from({ length: 15 }, (_, index) => randomInt(index === 0 ? 1 : 0, 10)).join('');
  const apiSecret = randomBytes(SECRET_BYTES).toString('base64url');
  const row = {
    api_key: apiKey,
    environment_id: environmentId,
    name,
    secret_hash: secrets.hash(apiSecret),
    secret_encrypted: secrets.encrypt(apiSecret, secretPlace(apiKey)),
    enabled: true,
    dedicated_for: null,
    root,
    created_at: at,
    updated_at: at,
  };
  return { row, apiSecret };
}
