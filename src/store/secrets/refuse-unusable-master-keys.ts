import type { Knex } from 'knex';
import { secretPlace } from '../keys/access-key-row';
import { provisioningSecretPlace } from '../keys/account-store';
import type { MasterKeys } from './master-keys';
import { createSecretCodec, kidPrefix, type SecretCodec, type SecretPlace } from './secret-codec';
import { privateKeyPlace } from '../keys/signing-key-store';

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
