import type { Knex } from 'knex';
import { binaryText } from './binary-text';

export async function up(knex: Knex): Promise<void> {
  const text = binaryText(knex);

  await knex.schema.createTable('accounts', (table) => {
    table.specificType('id', text).primary();
    table.specificType('name', text).notNullable().unique();
    table.specificType('provisioning_api_key', text).unique();
    table.specificType('secret_hash', text);
    table.specificType('secret_encrypted', text);
    table.specificType('created_at', text).notNullable();
  });

  await knex.schema.createTable('product_environments', (table) => {
    table.specificType('id', text).primary();
    table.specificType('account_id', text).notNullable().references('accounts.id');
    table.specificType('cloud_name', text).notNullable().unique();
    table.specificType('name', text).notNullable();
    table.boolean('enabled').notNullable();
    table
      .specificType('signature_algorithm', text)
      .notNullable()
      .checkIn(['sha1', 'sha256'], 'product_environments_signature_algorithm_known');
    table.specificType('custom_attributes', text).notNullable();
    table.specificType('deleted_dedicated_key', text);
    table.integer('triggers_version').notNullable().defaultTo(0);
    table.specificType('created_at', text).notNullable();
    table.specificType('updated_at', text).notNullable();
    table.index(['account_id', 'cloud_name'], 'product_environments_of_account');
  });

  await knex.schema.createTable('access_keys', (table) => {
    table.specificType('api_key', text).primary();
    table.specificType('environment_id', text).notNullable().references('product_environments.id');
    table.specificType('name', text).notNullable();
    table.specificType('secret_hash', text).notNullable();
    table.specificType('secret_encrypted', text).notNullable();
    table.boolean('enabled').notNullable();
    table.specificType('dedicated_for', text).checkIn(['webhooks'], 'access_keys_dedicated_for_known');
    table.boolean('root').notNullable();
    table.specificType('created_at', text).notNullable();
    table.specificType('updated_at', text).notNullable();
    table.unique(['environment_id', 'name'], { indexName: 'access_keys_name_unique' });
    table.unique(['environment_id', 'dedicated_for'], {
      indexName: 'access_keys_one_dedicated',
      predicate: knex.whereNotNull('dedicated_for'),
    });
  });

  await knex.schema.createTable('signing_keys', (table) => {
    table.specificType('kid', text).primary();
    table.specificType('environment_id', text).notNullable().references('product_environments.id');
    table.specificType('public_key', text).notNullable();
    table.specificType('private_key_encrypted', text).notNullable();
    table.boolean('active').notNullable();
    table.specificType('created_at', text).notNullable();
    table.index(['environment_id', 'created_at'], 'signing_keys_by_age');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('signing_keys');
  await knex.schema.dropTable('access_keys');
  await knex.schema.dropTable('product_environments');
  await knex.schema.dropTable('accounts');
}
