import type { Knex } from 'knex';

/**
 * Makes concurrent changes of what one product environment has wait for each other, until the
 * transaction ends. The write also takes SQLite's lock.
 */
export async function lockEnvironment(trx: Knex.Transaction, environmentId: string): Promise<void> {
  await trx('product_environments').where({ id: environmentId }).update({ id: environmentId });
}
