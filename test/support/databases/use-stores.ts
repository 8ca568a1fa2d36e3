import type { Knex } from 'knex';
import { composeStores, type Stores } from '../../../src/app/stores';
import { anEnvironment, OTHER_ENVIRONMENT } from '../builders/an-environment';
import { someMasterKeys } from '../builders/some-master-keys';
import type { DatabaseKind } from './databases';
import { plant, type Nouns } from './plant';
import { useDatabase } from './use-database';

/** Stores of tests, and the database that is under them. */
export interface StoresUse extends Stores {
  readonly db: Knex;
  /** Stores nouns as they are. */
  plant(nouns: Nouns): Promise<void>;
}

/**
 * Opens stores for the tests of the present `describe`. Each finds two product environments in them, which have nothing:
 * `env1` and `env2`.
 *
 * @param terms what `composeStores` takes beside database and master keys.
 */
export function useStores(
  open: DatabaseKind['open'],
  ...terms: Parameters<typeof composeStores> extends [Knex, unknown, ...infer Rest] ? Rest : never
): StoresUse {
  const database = useDatabase(open);
  // Filled before each test.
  const stores = {} as StoresUse;
  beforeEach(async () => {
    const { db } = database;
    const planting = (nouns: Nouns) => plant(db, nouns);
    Object.assign(stores, composeStores(db, someMasterKeys(), ...terms), { db, plant: planting });
    await stores.plant({ environments: [anEnvironment(), anEnvironment(OTHER_ENVIRONMENT)] });
  });
  return stores;
}
