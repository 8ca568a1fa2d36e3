import type { Knex } from 'knex';

/** Stores a bare product environment, so that rows may refer to it. */
export async function insertEnvironment(db: Knex, id = 'env1', cloudName = `cloud-of-${id}`): Promise<void> {
  await db('product_environments').insert({
    id,
    cloud_name: cloudName,
    signature_algorithm: 'sha1',
    created_at: '2026-03-14T09:00:00.000Z',
  });
}
