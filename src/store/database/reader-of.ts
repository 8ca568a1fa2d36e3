import type { Knex } from 'knex';

const readers = new WeakMap<Knex, Knex>();

/**
 * Where what is committed is read. On SQLite a connection of its own, which no write holds up; on PostgreSQL the same pool.
 * Reads that a transaction decides on belong to the transaction.
 */
export function readerOf(db: Knex): Knex {
  return readers.get(db) ?? db;
}

/** Makes `reader` the one of `db`, which closes it, too. */
export function attachReader(db: Knex, reader: Knex): void {
  readers.set(db, reader);
  const destroy = db.destroy.bind(db);
  Object.defineProperty(db, 'destroy', {
    value: async () => {
      await reader.destroy();
      await destroy();
    },
  });
}
