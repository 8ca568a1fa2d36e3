import type { Knex } from 'knex';
import type { DatabaseKind, OpenDatabase } from './databases';
import { empty } from './empty';

/** Opens a database for the tests of the present `describe`. Each finds it empty. */
export function useDatabase(open: DatabaseKind['open']): { readonly db: Knex; readonly url: string } {
  let opened: OpenDatabase;
  beforeAll(async () => {
    opened = await open();
  });
  beforeEach(() => empty(opened.db));
  afterAll(() => opened.close());
  return {
    get db() {
      return opened.db;
    },
    get url() {
      return opened.url;
    },
  };
}
