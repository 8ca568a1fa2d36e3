import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { openDatabase } from '../../../src/store/database/knex';

/* On real connections of SQLite, through Knex. */

const folder = mkdtempSync(join(tmpdir(), 'webhooks-statements-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('statements that are kept', () => {
  let db: Knex;
  let files = 0;
  beforeEach(async () => {
    db = await openDatabase(`sqlite:${join(folder, `${(files += 1)}.db`)}`);
    await db.schema.createTable('things', (table) => {
      table.string('id').primary();
      table.integer('size');
    });
  });
  afterEach(() => db.destroy());

  const things = () => db('things');
  const idsOf = async () => (await things().orderBy('id').pluck('id')) as string[];

  it('take other values each time, and say what they changed', async () => {
    for (const [id, size] of [
      ['a', 1],
      ['b', 2],
    ] as const) {
      await things().insert({ id, size });
    }
    const changed = [];
    for (const least of [0, 2, 3])
      changed.push(await things().where('size', '>=', least).update({ size: 9 }));
    expect(changed).toEqual([2, 2, 2]);
    expect(await things().where({ id: 'a' }).first()).toEqual({ id: 'a', size: 9 });
    expect(await things().where({ id: 'c' }).first()).toBeUndefined();
    expect(await things().where({ id: 'a' }).del()).toBe(1);
    expect(await things().where({ id: 'a' }).del()).toBe(0);
  });

  it('serve again after an error of theirs', async () => {
    await things().insert({ id: 'a', size: 1 });
    await expect(things().insert({ id: 'a', size: 1 })).rejects.toThrow('UNIQUE constraint failed');
    await things().insert({ id: 'b', size: 1 });
    expect(await idsOf()).toEqual(['a', 'b']);
  });

  it('leave nothing open that another connection has kept waiting in vain', async () => {
    const other = await openDatabase(`sqlite:${join(folder, `${files}.db`)}`);
    await db.raw('PRAGMA busy_timeout = 1');
    await other.raw('BEGIN IMMEDIATE');
    const insert = (id: string) => db.transaction((trx) => trx('things').insert({ id, size: 1 }));
    const inVain = [
      () => insert('a'),
      () => things().insert({ id: 'a', size: 1 }),
      () => things().insert({ id: 'a', size: 1 }).returning('id'),
      () => db.raw('update things set size = size + 1 returning id'),
      () => db.raw('BEGIN IMMEDIATE'),
    ];
    for (const write of inVain) await expect(write()).rejects.toThrow('SQLITE_BUSY');
    await other.raw('COMMIT');
    await other.destroy();
    await insert('b');
    expect(await idsOf()).toEqual(['b']);
  });

  it('are not kept when they cannot be prepared', async () => {
    const unknown = () => db('others').select('id');
    await expect(unknown()).rejects.toThrow('no such table: others');
    await db.schema.createTable('others', (table) => table.string('id'));
    expect(await unknown()).toEqual([]);
  });

  it('find a column that was added since', async () => {
    await things().insert({ id: 'a', size: 1 });
    expect(await things().select('*')).toEqual([{ id: 'a', size: 1 }]);
    await db.schema.alterTable('things', (table) => table.string('name'));
    expect(await things().select('*')).toEqual([{ id: 'a', size: 1, name: null }]);
  });

  it('leave a transaction whole, and undo it whole', async () => {
    const insert = (id: string, fault?: Error) =>
      db.transaction(async (trx) => {
        await trx('things').insert({ id, size: 1 });
        if (fault) throw fault;
      });
    await insert('a');
    await expect(insert('b', new Error('no'))).rejects.toThrow('no');
    await insert('c');
    expect(await idsOf()).toEqual(['a', 'c']);
  });

  it('make room for each other, and do not keep a database from closing', async () => {
    const rowsOf = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ id: `${count} ${n}`, size: n }));
    for (let count = 1; count <= 120; count++) await things().insert(rowsOf(count));
    await things().insert({ id: 'last', size: 1 });
    expect(await things().count({ count: '*' })).toEqual([{ count: (120 * 121) / 2 + 1 }]);
    await expect(db.destroy()).resolves.toBeUndefined();
  });
});
