import type { Knex } from 'knex';
import type { Author } from '../../domain/keys/audit-entry';
import { inChunks } from '../database/narrow-to-page';
import { secretPlace, type AccessKeyRow } from '../keys/access-key-row';
import { ensureAccount, provisioningSecretPlace, type AccountRow } from '../keys/account-store';
import { recordAudit } from '../keys/audit-log';
import { privateKeyPlace, type SigningKeyRow } from '../keys/signing-key-store';
import type { MasterKeys } from './master-keys';
import { createSecretCodec, kidPrefix, type SecretCodec, type SecretPlace } from './secret-codec';

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

/** Where ciphertexts are kept. */
const KEPT: readonly { readonly idColumn: string; readonly placeOf: (id: string) => SecretPlace }[] = [
  { idColumn: 'api_key', placeOf: secretPlace },
  { idColumn: 'kid', placeOf: privateKeyPlace },
  { idColumn: 'id', placeOf: provisioningSecretPlace },
];

interface Sample {
  readonly text: string;
  readonly place: SecretPlace;
}

/**
 * Makes sure that what is stored can be opened: every ciphertext is under one of the master keys, and each of these
 * opens one of those under its id. One altered row does not speak against a key that opens others.
 *
 * @param source names the setting in the message.
 * @throws Error, one line that names MASTER_KEYS, the key id and what is expected.
 */
export async function refuseUnusableMasterKeys(
  db: Knex,
  masterKeys: MasterKeys,
  source = 'MASTER_KEYS',
): Promise<void> {
  const kids = masterKeys.map(({ kid }) => kid);
  const [foreign] = await sample(db, (query, column) => {
    for (const kid of kids) query.whereNot(isUnder(db, column, kid));
  });
  if (foreign) {
    const needed = foreign.text.split('.')[1];
    throw new Error(
      `${source} has no key "${needed}", which protects what is stored: expected ${needed}=<its key in base64> beside ${kids.join(', ')}`,
    );
  }
  const secrets = createSecretCodec(masterKeys);
  for (const kid of kids) {
    const samples = await sample(db, (query, column) => query.where(isUnder(db, column, kid)));
    if (samples.length === 0 || samples.some((each) => opens(secrets, each))) continue;
    throw new Error(
      `${source}: the key "${kid}" does not open what is stored under that id: expected the 32 bytes that encrypted it`,
    );
  }
}

/** At most one ciphertext of each table. */
async function sample(
  db: Knex,
  narrow: (query: Knex.QueryBuilder, column: string) => void,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (const { idColumn, placeOf } of KEPT) {
    const { table, column } = placeOf('');
    const query = db(table).whereNotNull(column);
    narrow(query, column);
    const row = await query.first<{ id: string; text: string } | undefined>({ id: idColumn, text: column });
    if (row) samples.push({ text: row.text, place: placeOf(row.id) });
  }
  return samples;
}

/** Not LIKE, for which a key id's `_` is any character, and on SQLite `a` is `A`. */
function isUnder(db: Knex, column: string, kid: string): Knex.Raw {
  const prefix = kidPrefix(kid);
  return db.raw('substr(??, 1, ?) = ?', [column, prefix.length, prefix]);
}

function opens(secrets: SecretCodec, { text, place }: Sample): boolean {
  try {
    secrets.decrypt(text, place);
    return true;
  } catch {
    return false;
  }
}
