import type { Knex } from 'knex';
import { openDatabase } from '../../../src/store/database/knex';
import { migrateDown, migrateUp, migrationStatus } from '../../../src/store/database/migrate';
import { databases, type TemporaryDatabase } from '../../support/databases/databases';
import { plant } from '../../support/databases/plant';
import { anEnvironment } from '../../support/builders/an-environment';

const MIGRATIONS = [
  '20261124000001_product_environments',
  '20261124000002_triggers',
  '20261124000003_events',
  '20261124000004_deliveries',
  '20261124000005_operations',
  '20261124000006_events_by_age',
  '20261124000007_access_key_roles',
  '20261124000008_audit_log',
  '20261124000009_refused_reports',
  '20261124000010_delivery_templates',
  '20261128000011_delivery_state',
  '20261128000012_service_as_author',
  '20261128000013_own_workflow',
  '20261128000014_console_sessions',
  '20261128000015_delivery_details',
  '20261128000016_subjects',
  '20261128000017_notification_url_counts',
  '20261128000024_self_declared_names',
  '20261128000026_poll_messages',
  '20261128000018_delivery_statistics',
  '20261128000022_bulk_actions',
  '20261128000023_bulk_action_of_delivery',
  '20261128000019_url_statistics',
  '20261128000028_retention',
  '20261128000029_audit_log_retention',
  '20261128000020_test_events',
  '20261128000021_test_deliveries',
  '20261128000031_failure_notifications',
];

describe.each(databases)('migrations on $name', ({ createEmpty }) => {
  let database: TemporaryDatabase;
  let db: Knex;
  beforeEach(async () => {
    database = await createEmpty();
    db = await openDatabase(database.url);
  });
  afterEach(async () => {
    await db.destroy();
    await database.drop();
  });

  it('names what is pending in a new database, and changes nothing by asking', async () => {
    expect(await migrationStatus(db)).toEqual({ applied: [], pending: MIGRATIONS });
    expect(await migrationStatus(db)).toEqual({ applied: [], pending: MIGRATIONS });
    expect(await db.schema.hasTable('knex_migrations')).toBe(false);
  });

  it('goes up, all the way down and up again', async () => {
    expect(await migrateUp(db)).toEqual(MIGRATIONS);
    for (const name of MIGRATIONS.toReversed()) expect(await migrateDown(db)).toEqual([name]);
    expect(await migrateDown(db)).toEqual([]);
    expect(await db.schema.hasTable('product_environments')).toBe(false);

    expect(await migrateUp(db)).toEqual(MIGRATIONS);
    expect(await migrationStatus(db)).toEqual({ applied: MIGRATIONS, pending: [] });
  });

  it('takes back the newest migration first', async () => {
    await migrateUp(db);
    expect(await migrateDown(db)).toEqual(MIGRATIONS.slice(-1));
    expect(await migrationStatus(db)).toEqual({
      applied: MIGRATIONS.slice(0, -1),
      pending: MIGRATIONS.slice(-1),
    });
  });

  it('does nothing when nothing is pending', async () => {
    await migrateUp(db);
    expect(await migrateUp(db)).toEqual([]);
  });

  it('applies each migration once when several processes start together', async () => {
    const others = await Promise.all([1, 2, 3].map(() => openDatabase(database.url)));
    const applied = await Promise.all([db, ...others].map((one) => migrateUp(one)));
    await Promise.all(others.map((one) => one.destroy()));

    expect(applied.flat()).toEqual(MIGRATIONS);
    expect(await migrationStatus(db)).toEqual({ applied: MIGRATIONS, pending: [] });
  });

  it('enforces foreign keys', async () => {
    await migrateUp(db);
    const orphan = {
      environment_id: 'gone',
      event_id: 'e',
      event_type: 'upload',
      payload: '{}',
      request: '{}',
    };
    const rest = {
      triggered_at: 't',
      triggered_by: '{}',
      request_id: 'r',
      received_at: 't',
      content_hash: 'h',
    };
    await expect(db('events').insert({ ...orphan, ...rest })).rejects.toThrow(/foreign key/i);
  });

  it('refuses a value outside an enumeration', async () => {
    await migrateUp(db);
    await plant(db, { environments: [anEnvironment({ id: 'known' })] });
    const environment = await db('product_environments').where({ id: 'known' }).first();
    const unknown = { ...environment, id: 'other', cloud_name: 'other', signature_algorithm: 'md5' };
    await expect(db('product_environments').insert(unknown)).rejects.toThrow(/check/i);
  });
});
