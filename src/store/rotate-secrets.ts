import type { Knex } from 'knex';
import { secretPlace } from './access-key-row';
import type { AccessKeyRow } from './access-key-row';
import { provisioningSecretPlace } from './account-store';
import type { AccountRow } from './account-store';
import type { SecretCodec } from './secret-codec';
import { privateKeyPlace } from './signing-key-store';
import type { SigningKeyRow } from './signing-key-store';

/**
 * Encrypts and hashes every secret again under the active master key; those that are so already
 * are left alone. May run while the service runs, and again after it was interrupted.
 *
 * @returns how many were changed.
 */
export async function rotateSecrets(db: Knex, secrets: SecretCodec): Promise<number> {
  const rotated = [
    await rotateAccounts(db, secrets),
    await rotateAccessKeys(db, secrets),
    await rotateSigningKeys(db, secrets),
  ];
  return rotated.reduce((sum, count) => sum + count);
}

async function rotateAccounts(db: Knex, secrets: SecretCodec): Promise<number> {
  const rows = await db<AccountRow>('accounts')
    .whereNotNull('secret_encrypted')
    .select('id', 'secret_encrypted');
  let count = 0;
  for (const { id, secret_encrypted } of rows) {
    if (secret_encrypted === null || secrets.isCurrent(secret_encrypted)) continue;
    const place = provisioningSecretPlace(id);
    const secret = secrets.decrypt(secret_encrypted, place);
    await db<AccountRow>('accounts')
      .where({ id, secret_encrypted })
      .update({ secret_encrypted: secrets.encrypt(secret, place), secret_hash: secrets.hash(secret) });
    count++;
  }
  return count;
}

async function rotateAccessKeys(db: Knex, secrets: SecretCodec): Promise<number> {
  const rows = await db<AccessKeyRow>('access_keys').select('api_key', 'secret_encrypted', 'secret_hash');
  const stale = rows.filter(
    (row) => !secrets.isCurrent(row.secret_encrypted) || !secrets.isCurrent(row.secret_hash),
  );
  for (const { api_key, secret_encrypted } of stale) {
    const place = secretPlace(api_key);
    const secret = secrets.decrypt(secret_encrypted, place);
    await db<AccessKeyRow>('access_keys')
      .where({ api_key, secret_encrypted })
      .update({ secret_encrypted: secrets.encrypt(secret, place), secret_hash: secrets.hash(secret) });
  }
  return stale.length;
}

async function rotateSigningKeys(db: Knex, secrets: SecretCodec): Promise<number> {
  const rows = await db<SigningKeyRow>('signing_keys').select('kid', 'private_key_encrypted');
  const stale = rows.filter((row) => !secrets.isCurrent(row.private_key_encrypted));
  for (const { kid, private_key_encrypted } of stale) {
    const place = privateKeyPlace(kid);
    const privateKey = secrets.decrypt(private_key_encrypted, place);
    await db<SigningKeyRow>('signing_keys')
      .where({ kid, private_key_encrypted })
      .update({ private_key_encrypted: secrets.encrypt(privateKey, place) });
  }
  return stale.length;
}
