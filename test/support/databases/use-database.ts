import type { Knex } from 'knex';
import type { DatabaseKind, OpenDatabase } from './databases';

/** Opens a database of its own for each test of the present `describe`, and removes it after the test. */
export function useDatabase(open: DatabaseKind['open']): { readonly db: Knex; readonly url: string } {
  let opened: OpenDatabase;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.close());
  return {
    get db() {
      return opened.db;
    },
    get url() {
      return opened.url;
    },
  };
}
