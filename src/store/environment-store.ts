import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { DomainError } from '../domain/errors';
import { newAccessKey } from './access-key-store';
import { isUniqueViolation } from './is-unique-violation';
import type { SecretCodec } from './secret-codec';
import { newSigningKey } from './signing-key-store';

interface EnvironmentRow {
  id: string;
  cloud_name: string;
  signature_algorithm: SignatureAlgorithm;
  created_at: string;
}

type SignatureAlgorithm = 'sha1' | 'sha256';

export interface ProductEnvironment {
  readonly id: string;
  readonly cloudName: string;
  readonly signatureAlgorithm: SignatureAlgorithm;
  /** ISO text, UTC. */
  readonly createdAt: string;
}

/** With the first access key; its secret is shown this once. */
export interface NewEnvironment {
  readonly environmentId: string;
  readonly cloudName: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

const CLOUD_NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

export function createEnvironmentStore(db: Knex, secrets: SecretCodec) {
  const environments = () => db<EnvironmentRow>('product_environments');

  return {
    /**
     * Makes a product environment with its first access key and Ed25519 pair.
     *
     * @throws DomainError `invalid_request` for a bad name, `already_exists`.
     */
    async create({
      cloudName,
      signatureAlgorithm = 'sha1',
    }: {
      readonly cloudName: string;
      readonly signatureAlgorithm?: SignatureAlgorithm;
    }): Promise<NewEnvironment> {
      if (!CLOUD_NAME.test(cloudName)) throw badName(cloudName);
      const environmentId = randomBytes(17).toString('hex');
      const at = new Date().toISOString();
      const { row: key, apiSecret } = newAccessKey(secrets, { environmentId, name: 'first', root: true, at });
      await db.transaction(async (trx) => {
        const row: EnvironmentRow = {
          id: environmentId,
          cloud_name: cloudName,
          signature_algorithm: signatureAlgorithm,
          created_at: at,
        };
        await trx('product_environments')
          .insert(row)
          .catch((error: unknown) => {
            throw isUniqueViolation(error) ? taken(cloudName, error) : error;
          });
        await trx('access_keys').insert(key);
        await trx('signing_keys').insert(newSigningKey(secrets, environmentId, at));
      });
      return { environmentId, cloudName, apiKey: key.api_key, apiSecret };
    },

    async findByCloudName(cloudName: string): Promise<ProductEnvironment | undefined> {
      const row = await environments().where({ cloud_name: cloudName }).first();
      return row && fromRow(row);
    },

    /** By cloud name. */
    async list(): Promise<readonly ProductEnvironment[]> {
      return (await environments().orderBy('cloud_name')).map(fromRow);
    },

    /** @throws Error when there is no such environment. */
    async signatureAlgorithm(environmentId: string): Promise<SignatureAlgorithm> {
      const row = await environments().where({ id: environmentId }).first('signature_algorithm');
      if (!row) throw new Error(`product environment ${environmentId} does not exist`);
      return row.signature_algorithm;
    },
  };
}

function badName(cloudName: string): DomainError {
  return new DomainError(
    'invalid_request',
    `cloud_name ${JSON.stringify(cloudName)}: expected 1 to 63 of a-z 0-9 -, not beginning with -`,
  );
}

function taken(cloudName: string, cause: unknown): DomainError {
  return new DomainError('already_exists', `cloud_name "${cloudName}" is taken`, { cause });
}

function fromRow(row: EnvironmentRow): ProductEnvironment {
  return {
    id: row.id,
    cloudName: row.cloud_name,
    signatureAlgorithm: row.signature_algorithm,
    createdAt: row.created_at,
  };
}
