import type { Knex } from 'knex';
import { DomainError } from '../../domain/errors';
import type { Author } from '../../domain/keys/audit-entry';
import type { SignatureAlgorithm } from '../../domain/keys/product-environment';
import type { Verifiers } from '../../domain/keys/signature-check';
import type { SigningCandidate, Signers, SigningChoice } from '../../domain/keys/signing-key';
import { sharedReads } from '../../kit/shared-reads';
import { readsAtATimeOf } from '../database/grouped-writes';
import { readerOf } from '../database/reads';
import type { SecretCodec } from '../secrets/secret-codec';
import {
  secretPlace,
  changeAccessKey,
  noteDeletedDedicated,
  takeDedication,
  type AccessKeyRow,
} from './access-key-row';
import { lockEnvironment } from './environment-row';
import { privateKeyPlace, type SigningKeyRow } from './signing-key-store';

interface SignerRow {
  readonly environment_id: string;
  readonly signature_algorithm: SignatureAlgorithm;
  readonly triggers_version: number;
  /** `null` when the environment has no active Ed25519 key. */
  readonly kid: string | null;
  readonly private_key_encrypted: string | null;
  /** `null` when the environment has no access key. */
  readonly api_key: string | null;
  readonly secret_encrypted: string | null;
  readonly enabled: boolean | number;
  readonly dedicated_for: AccessKeyRow['dedicated_for'];
  readonly created_at: string;
}

/** Who signs a product environment's notifications, and with what. */
export function createSigningStore(db: Knex, secrets: SecretCodec) {
  const find = sharedReads({
    keyOf: (environmentId: string) => environmentId,
    async readAll(environmentIds) {
      const rows = await readSigners(readerOf(db), environmentIds);
      return environmentIds.map((id) => signersOf(rows.filter((row) => row.environment_id === id)));
    },
    atATime: readsAtATimeOf(db),
  });

  return {
    /**
     * Reads at once who may sign, and with what: the secrets of the enabled access keys, the environment's algorithm,
     * and its newest active Ed25519 key. An event needs the version of the triggers too: one read has both.
     *
     * @throws Error when there is no such environment.
     */
    async findSigners(environmentId: string): Promise<Signers> {
      const signers = await find(environmentId);
      if (!signers) throw new Error(`product environment ${environmentId} does not exist`);
      return signers;
    },

    /**
     * Reads everything that may have signed: the secrets of disabled access keys, too, and retired Ed25519 pairs.
     *
     * @throws Error when there is no such environment.
     */
    async findVerifiers(environmentId: string): Promise<Verifiers> {
      const reader = readerOf(db);
      const environment = await reader('product_environments')
        .where({ id: environmentId })
        .first<Pick<SignerRow, 'signature_algorithm'> | undefined>('signature_algorithm');
      if (!environment) throw new Error(`product environment ${environmentId} does not exist`);
      const ofEnvironment = { environment_id: environmentId };
      const keys = await reader<AccessKeyRow>('access_keys').where(ofEnvironment).orderBy('created_at');
      const pairs = await reader<SigningKeyRow>('signing_keys')
        .where(ofEnvironment)
        .orderBy('created_at', 'desc')
        .orderBy('kid', 'desc');
      return {
        algorithm: environment.signature_algorithm,
        accessKeys: keys.map((row) => ({
          ...candidateOf(row),
          apiSecret: secrets.decrypt(row.secret_encrypted, secretPlace(row.api_key)),
        })),
        pairs: pairs.map((row) => ({ kid: row.kid, x: row.public_key, isPublished: Boolean(row.active) })),
      };
    },
  };

  function signersOf(rows: readonly SignerRow[]): Signers | undefined {
    const [newest] = rows;
    if (!newest) return undefined;
    const keys = rows.filter((row) => row.api_key !== null && row.kid === newest.kid);
    return {
      candidates: keys.map((row) => candidateOf({ ...row, api_key: row.api_key ?? '' })),
      triggersVersion: newest.triggers_version,
      materialOf: (apiKey) => {
        const key = keys.find((row) => row.api_key === apiKey && row.enabled);
        return {
          apiSecret: opened(key?.secret_encrypted ?? null, secretPlace(apiKey ?? '')),
          algorithm: newest.signature_algorithm,
          ed25519PrivateKeyPem: opened(newest.private_key_encrypted, privateKeyPlace(newest.kid ?? '')),
        };
      },
    };
  }

  function opened(
    encrypted: string | null,
    place: Parameters<SecretCodec['decrypt']>[1],
  ): string | undefined {
    return encrypted === null ? undefined : secrets.decrypt(encrypted, place);
  }
}

/** Each access key beside each of its environment's active Ed25519 keys, the newest of these first. */
async function readSigners(reader: Knex, environmentIds: readonly string[]): Promise<readonly SignerRow[]> {
  return reader('product_environments')
    .leftJoin('signing_keys', (on) =>
      on.on('signing_keys.environment_id', 'product_environments.id').andOnVal('signing_keys.active', true),
    )
    .leftJoin('access_keys', 'access_keys.environment_id', 'product_environments.id')
    .whereIn('product_environments.id', environmentIds)
    .orderBy('signing_keys.created_at', 'desc')
    .orderBy('signing_keys.kid', 'desc')
    .select<SignerRow[]>(
      { environment_id: 'product_environments.id' },
      'signature_algorithm',
      'triggers_version',
      'kid',
      'private_key_encrypted',
      'api_key',
      'secret_encrypted',
      'access_keys.enabled',
      'dedicated_for',
      { created_at: 'access_keys.created_at' },
    );
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
          ...candidateOf(row),
          name: row.name,
          role: row.role,
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
