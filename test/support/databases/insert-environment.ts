import type { Knex } from 'knex';

/** Stores a bare product environment, so that rows may refer to it. */
export async function insertEnvironment(db: Knex, id = 'env1', cloudName = `cloud-of-${id}`): Promise<void> {
  const createdAt = '2026-03-14T09:00:00.000Z';
  const account = { id: 'account1', name: 'test', created_at: createdAt };
  await db('accounts').insert(account).onConflict('id').ignore();
  await db('product_environments').insert({
    id,
    account_id: account.id,
    cloud_name: cloudName,
    name: cloudName,
    enabled: true,
    signature_algorithm: 'sha1',
    custom_attributes: '{}',
    created_at: createdAt,
    updated_at: createdAt,
  });
}
