import type { Knex } from 'knex';
import type { SigningMaterial, SigningCandidate } from '../../domain/keys/signing-key';
import type { SignatureAlgorithm } from '../../domain/keys/product-environment';
import type { Signers } from '../../domain/keys/signers';
import { secretPlace, type AccessKeyRow } from './access-key-row';
import { readerOf } from '../database/reader-of';
import type { SecretCodec } from '../secrets/secret-codec';
import { privateKeyPlace } from './signing-key-store';

interface SignerRow extends MaterialRow {
  /** `null` when the environment has no access key. */
  readonly api_key: string | null;
  readonly enabled: boolean | number;
  readonly dedicated_for: AccessKeyRow['dedicated_for'];
  readonly created_at: string;
}

interface MaterialRow {
  readonly signature_algorithm: SignatureAlgorithm;
  readonly secret_encrypted: string | null;
  readonly kid: string | null;
  readonly private_key_encrypted: string | null;
}

/** Who signs a product environment's notifications, and with what. */
export function createSigningStore(db: Knex, secrets: SecretCodec) {
  const reader = readerOf(db);

  return {
    async listCandidates(environmentId: string): Promise<readonly SigningCandidate[]> {
      const rows = await reader<AccessKeyRow>('access_keys')
        .where({ environment_id: environmentId })
        .select('api_key', 'enabled', 'dedicated_for', 'created_at');
      return rows.map(candidateOf);
    },

    /**
     * Reads at once who may sign, and with what.
     *
     * @throws Error when there is no such environment.
     */
    async findSigners(environmentId: string): Promise<Signers> {
      const rows = await withSigningKeys(environmentId)
        .leftJoin('access_keys', 'access_keys.environment_id', 'product_environments.id')
        .select<SignerRow[]>(
          'signature_algorithm',
          'kid',
          'private_key_encrypted',
          'api_key',
          'secret_encrypted',
          'access_keys.enabled',
          'dedicated_for',
          { created_at: 'access_keys.created_at' },
        );
      const [newest] = rows;
      if (!newest) throw new Error(`product environment ${environmentId} does not exist`);
      const keys = rows.filter((row) => row.api_key !== null && row.kid === newest.kid);
      return {
        candidates: keys.map((row) => candidateOf({ ...row, api_key: row.api_key ?? '' })),
        materialOf: (apiKey) => {
          const key = keys.find((row) => row.api_key === apiKey && row.enabled);
          return materialOf({ ...newest, secret_encrypted: key?.secret_encrypted ?? null }, apiKey);
        },
      };
    },

    /**
     * Reads at once all that signs: the secret of an access key, which is absent when the key is disabled or gone, the
     * environment's algorithm, and its newest active Ed25519 key.
     *
     * @throws Error when there is no such environment.
     */
    async findMaterial(environmentId: string, apiKey: string | undefined): Promise<SigningMaterial> {
      const row = await withSigningKeys(environmentId)
        .leftJoin('access_keys', (on) =>
          on
            .on('access_keys.environment_id', 'product_environments.id')
            .andOnVal('access_keys.api_key', apiKey ?? '')
            .andOnVal('access_keys.enabled', true),
        )
        .first<MaterialRow | undefined>(
          'signature_algorithm',
          'secret_encrypted',
          'kid',
          'private_key_encrypted',
        );
      if (!row) throw new Error(`product environment ${environmentId} does not exist`);
      return materialOf(row, apiKey);
    },
  };

  /** The environment beside each of its active Ed25519 keys, the newest first; beside none, where it has none. */
  function withSigningKeys(environmentId: string) {
    return reader('product_environments')
      .leftJoin('signing_keys', (on) =>
        on.on('signing_keys.environment_id', 'product_environments.id').andOnVal('signing_keys.active', true),
      )
      .where('product_environments.id', environmentId)
      .orderBy('signing_keys.created_at', 'desc')
      .orderBy('signing_keys.kid', 'desc');
  }

  function materialOf(row: MaterialRow, apiKey: string | undefined): SigningMaterial {
    return {
      apiSecret: opened(row.secret_encrypted, secretPlace(apiKey ?? '')),
      algorithm: row.signature_algorithm,
      ed25519PrivateKeyPem: opened(row.private_key_encrypted, privateKeyPlace(row.kid ?? '')),
    };
  }

  function opened(
    encrypted: string | null,
    place: Parameters<SecretCodec['decrypt']>[1],
  ): string | undefined {
    return encrypted === null ? undefined : secrets.decrypt(encrypted, place);
  }
}

function candidateOf(
  row: Pick<AccessKeyRow, 'api_key' | 'enabled' | 'dedicated_for' | 'created_at'>,
): SigningCandidate {
  return {
    apiKey: row.api_key,
    enabled: Boolean(row.enabled),
    dedicatedForWebhooks: row.dedicated_for === 'webhooks',
    createdAt: row.created_at,
  };
}
