import type { Knex } from 'knex';
import * as productEnvironments from './20261124000001_product_environments';
import * as triggers from './20261124000002_triggers';
import * as events from './20261124000003_events';
import * as deliveries from './20261124000004_deliveries';
import * as operations from './20261124000005_operations';
import * as eventsByAge from './20261124000006_events_by_age';
import * as accessKeyRoles from './20261124000007_access_key_roles';
import * as auditLog from './20261124000008_audit_log';
import * as refusedReports from './20261124000009_refused_reports';
import * as deliveryTemplates from './20261124000010_delivery_templates';
import * as deliveryState from './20261128000011_delivery_state';
import * as serviceAsAuthor from './20261128000012_service_as_author';
import * as ownWorkflow from './20261128000013_own_workflow';
import * as consoleSessions from './20261128000014_console_sessions';
import * as deliveryDetails from './20261128000015_delivery_details';
import * as subjects from './20261128000016_subjects';
import * as notificationUrlCounts from './20261128000017_notification_url_counts';
import * as selfDeclaredNames from './20261128000024_self_declared_names';
import * as pollMessages from './20261128000026_poll_messages';
import * as deliveryStatistics from './20261128000018_delivery_statistics';
import * as bulkActions from './20261128000022_bulk_actions';
import * as bulkActionOfDelivery from './20261128000023_bulk_action_of_delivery';
import * as urlStatistics from './20261128000019_url_statistics';
import * as retention from './20261128000028_retention';
import * as auditLogRetention from './20261128000029_audit_log_retention';
import * as testEvents from './20261128000020_test_events';
import * as testDeliveries from './20261128000021_test_deliveries';
import * as failureNotifications from './20261128000031_failure_notifications';

interface NamedMigration extends Knex.Migration {
  readonly name: string;
}

/* The names are stored in every migrated database: they never change, and have no extension, so
   that compiled and uncompiled code agree on them. */
const MIGRATIONS: readonly NamedMigration[] = [
  { name: '20261124000001_product_environments', ...productEnvironments },
  { name: '20261124000002_triggers', ...triggers },
  { name: '20261124000003_events', ...events },
  { name: '20261124000004_deliveries', ...deliveries },
  { name: '20261124000005_operations', ...operations },
  { name: '20261124000006_events_by_age', ...eventsByAge },
  { name: '20261124000007_access_key_roles', ...accessKeyRoles },
  { name: '20261124000008_audit_log', ...auditLog },
  { name: '20261124000009_refused_reports', ...refusedReports },
  { name: '20261124000010_delivery_templates', ...deliveryTemplates },
  { name: '20261128000011_delivery_state', ...deliveryState },
  { name: '20261128000012_service_as_author', ...serviceAsAuthor },
  { name: '20261128000013_own_workflow', ...ownWorkflow },
  { name: '20261128000014_console_sessions', ...consoleSessions },
  { name: '20261128000015_delivery_details', ...deliveryDetails },
  { name: '20261128000016_subjects', ...subjects },
  { name: '20261128000017_notification_url_counts', ...notificationUrlCounts },
  { name: '20261128000024_self_declared_names', ...selfDeclaredNames },
  { name: '20261128000026_poll_messages', ...pollMessages },
  { name: '20261128000018_delivery_statistics', ...deliveryStatistics },
  { name: '20261128000022_bulk_actions', ...bulkActions },
  { name: '20261128000023_bulk_action_of_delivery', ...bulkActionOfDelivery },
  { name: '20261128000019_url_statistics', ...urlStatistics },
  { name: '20261128000028_retention', ...retention },
  { name: '20261128000029_audit_log_retention', ...auditLogRetention },
  { name: '20261128000020_test_events', ...testEvents },
  { name: '20261128000021_test_deliveries', ...testDeliveries },
  { name: '20261128000031_failure_notifications', ...failureNotifications },
];

/** Every migration in the order in which they are applied. New ones go to the end. */
export const migrationSource: Knex.MigrationSource<NamedMigration> = {
  getMigrations: () => Promise.resolve([...MIGRATIONS]),
  getMigrationName: (migration) => migration.name,
  getMigration: (migration) => Promise.resolve(migration),
};
