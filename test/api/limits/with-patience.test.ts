import createKnex from 'knex';
import { withPatience } from '../../../src/api/app';
import { DatabasePatience } from '../../../src/api/limits/database-patience';
import { storedForApi } from '../../../src/app/api-needs';
import { composeStores } from '../../../src/app/stores';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { UNSTORED } from '../../support/services/documented';

it('a request waits only so long for every store that the API asks', () => {
  const db = createKnex({ client: 'sqlite3', useNullAsDefault: true });
  const stored = storedForApi(composeStores(db, someMasterKeys()));
  const given = { ...UNSTORED, ...stored };
  const limited = withPatience(given, new DatabasePatience(1));
  const names = Object.keys(stored) as (keyof typeof stored)[];
  expect(names.filter((name) => limited[name] === given[name])).toEqual([]);
});
