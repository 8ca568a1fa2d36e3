import type { Knex } from 'knex';
import type { Author } from '../../domain/keys/audit-entry';
import { secretPlace, type AccessKeyRow } from '../keys/access-key-row';
import { ensureAccount, provisioningSecretPlace, type AccountRow } from '../keys/account-store';
import { recordAudit } from '../keys/audit-log';
import { inChunks } from '../database/narrow-to-page';
import type { SecretCodec } from './secret-codec';
import { privateKeyPlace, type SigningKeyRow } from '../keys/signing-key-store';

interface Rotation {
  readonly db: Knex;
  readonly secrets: SecretCodec;
  readonly by: Author;
}

/**
 * Encrypts and hashes every secret again under the active master key; those that are so already
 * are left alone. May run while the service runs, and again after it was interrupted.
 *
 * @returns how many were changed.
 */
export async function rotateSecrets(rotation: Rotation): Promise<number> {
  const rotated = [
    await rotateAccounts(rotation),
    await rotateAccessKeys(rotation),
    await rotateSigningKeys(rotation),
  ];
  return rotated.reduce((sum, count) => sum + count);
}

async function rotateAccounts(rotation: Rotation): Promise<number> {
  const { db, secrets } = rotation;
  const rows = await db<AccountRow>('accounts')
    .whereNotNull('secret_encrypted')
    .select('id', 'secret_encrypted');
  const stale = rows.flatMap(({ id, secret_encrypted }) =>
    secret_encrypted === null || secrets.isCurrent(secret_encrypted) ? [] : [{ id, secret_encrypted }],
  );
  return inBatches(rotation, { table: 'accounts', rows: stale }, async (trx, { id, secret_encrypted }) => {
    const place = provisioningSecretPlace(id);
    const secret = secrets.decrypt(secret_encrypted, place);
    await trx<AccountRow>('accounts')
      .where({ id, secret_encrypted })
      .update({ secret_encrypted: secrets.encrypt(secret, place), secret_hash: secrets.hash(secret) });
  });
}

async function rotateAccessKeys(rotation: Rotation): Promise<number> {
  const { db, secrets } = rotation;
  const rows = await db<AccessKeyRow>('access_keys').select('api_key', 'secret_encrypted', 'secret_hash');
  const stale = rows.filter(
    (row) => !secrets.isCurrent(row.secret_encrypted) || !secrets.isCurrent(row.secret_hash),
  );
  return inBatches(
    rotation,
    { table: 'access_keys', rows: stale },
    async (trx, { api_key, secret_encrypted }) => {
      const place = secretPlace(api_key);
      const secret = secrets.decrypt(secret_encrypted, place);
      await trx<AccessKeyRow>('access_keys')
        .where({ api_key, secret_encrypted })
        .update({ secret_encrypted: secrets.encrypt(secret, place), secret_hash: secrets.hash(secret) });
    },
  );
}

async function rotateSigningKeys(rotation: Rotation): Promise<number> {
  const { db, secrets } = rotation;
  const rows = await db<SigningKeyRow>('signing_keys').select('kid', 'private_key_encrypted');
  const stale = rows.filter((row) => !secrets.isCurrent(row.private_key_encrypted));
  return inBatches(
    rotation,
    { table: 'signing_keys', rows: stale },
    async (trx, { kid, private_key_encrypted }) => {
      const place = privateKeyPlace(kid);
      const privateKey = secrets.decrypt(private_key_encrypted, place);
      await trx<SigningKeyRow>('signing_keys')
        .where({ kid, private_key_encrypted })
        .update({ private_key_encrypted: secrets.encrypt(privateKey, place) });
    },
  );
}

/** A transaction for each batch, with one entry of the audit log, so that nobody has to wait for all. */
async function inBatches<Row>(
  { db, secrets, by }: Rotation,
  { table, rows }: { readonly table: string; readonly rows: readonly Row[] },
  rotate: (trx: Knex.Transaction, row: Row) => Promise<void>,
): Promise<number> {
  for (const batch of inChunks(rows)) {
    await db.transaction(async (trx) => {
      const accountId = await ensureAccount(trx);
      for (const row of batch) await rotate(trx, row);
      const after = { count: batch.length, master_key: secrets.activeKid };
      await recordAudit(trx, { action: 'secrets.reencrypt', accountId, subjectId: table, after, by });
    });
  }
  return rows.length;
}
