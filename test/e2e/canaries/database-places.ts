import { existsSync, readFileSync } from 'node:fs';
import type { Knex } from 'knex';
import { composeStores } from '../../../src/app/stores';
import { parseMasterKeys } from '../../../src/store/secrets/master-keys';
import { createSecretCodec } from '../../../src/store/secrets/secret-codec';
import { privateKeyPlace, type SigningKeyRow } from '../../../src/store/keys/signing-key-store';
import { dumpOf } from '../../support/databases/dump-of';
import type { Canary, Place, PlaceKind } from './hunt';

/** A SQLite database's files, as they lie on the disk. */
export function filePlaces(kind: PlaceKind, file: string): readonly Place[] {
  const files = [file, `${file}-wal`, `${file}-shm`].filter((each) => existsSync(each));
  return files.map((name) => ({ kind, name, bytes: readFileSync(name) }));
}

/** Every row of every table, where long values are in one piece. */
export async function rowPlaces(db: Knex): Promise<readonly Place[]> {
  return [{ kind: 'database', name: 'rows', bytes: Buffer.from(await dumpOf(db)) }];
}

const PKCS8_HEADER_BYTES = 16;

/** The secrets that are in the database, encrypted: API secrets and private keys. */
export async function storedSecrets(db: Knex, masterKeys: string) {
  const keys = parseMasterKeys(masterKeys);
  const stores = composeStores(db, keys);
  const environments = await stores.environments.list();
  const accessKeys = await stores.accessKeyAdministration.listOf(environments.map(({ id }) => id));
  const codec = createSecretCodec(keys);
  const rows = await db<SigningKeyRow>('signing_keys');
  const privateKeys = rows.flatMap(({ kid, private_key_encrypted: encrypted }): Canary[] => {
    const pem = codec.decrypt(encrypted, privateKeyPlace(kid));
    const base64 = pem.split('\n').slice(1, -2).join('');
    const seed = Buffer.from(base64, 'base64').subarray(PKCS8_HEADER_BYTES);
    return [{ name: `private key ${kid}`, secret: seed }];
  });
  return { apiSecrets: accessKeys.map(({ apiSecret }) => apiSecret), privateKeys };
}
