import { LIST_ORDERS } from '../../../src/domain/list-parts';
import { narrowToPage } from '../../../src/store/database/narrow-to-page';
import { sqlite } from '../../support/databases/databases';
import { useDatabase } from '../../support/databases/use-database';

const LISTS = [
  { table: 'events', time: 'received_at', id: 'event_id' },
  { table: 'deliveries', time: 'created_at', id: 'id' },
  { table: 'audit_log', time: 'at', id: 'id' },
];

const CASES = LISTS.flatMap((list) => LIST_ORDERS.map((order) => ({ ...list, order })));

describe('a page on SQLite', () => {
  const database = useDatabase(sqlite.open);

  it.each(CASES)(
    'of $table, $order, is found by its cursor in an index',
    async ({ table, order, time, id }) => {
      const page = database.db(table).where({ environment_id: 'env1' });
      const borders = { from: '2026-01-01T00:00:00.000Z', to: '2026-12-31T00:00:00.000Z' };
      const after = { at: '2026-03-14T09:26:54.000Z', id: 'x' };
      narrowToPage(page, { time, id }, { order, ...borders, after, limit: 51 });
      const { sql, bindings } = page.toSQL().toNative();
      const explain = ['explain query plan', sql].join(' ');
      const plan: { detail: string }[] = await database.db.raw(explain, [...bindings]);
      const cursor = `(${time},${id})${order === 'oldest_first' ? '>' : '<'}(?,?)`;
      expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining(cursor)]);
      expect(plan[0]?.detail).toMatch(/^SEARCH \w+ USING INDEX/);
    },
  );
});
