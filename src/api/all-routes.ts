import { listAccountAuditLog, listAuditLog, type AuditLogPorts } from './audit-log/routes';
import { showBacklog, type BacklogPorts } from './backlog/routes';
import type { BulkActionPorts } from './bulk-actions/ports';
import {
  cancelBulkAction,
  createBulkAction,
  listBulkActions,
  previewBulkAction,
  showBulkAction,
} from './bulk-actions/routes';
import { listEventTypes, showLimits, type CataloguePorts } from './catalogue/routes';
import { showSession, signIn, signOut, type ConsolePorts } from './console/routes';
import {
  cancelDelivery,
  listDeliveries,
  summariseDeliveries,
  retryDelivery,
  showDelivery,
  type DeliveryPorts,
} from './deliveries/routes';
import { listDestinationHosts, type DestinationHostPorts } from './destination-hosts/routes';
import { listEvents, publishEvent, publishEvents, showEvent, type EventPorts } from './events/routes';
import { explainEvent, explainUnpublished, type ExplainPorts } from './explain/routes';
import {
  nameFailureUrl,
  removeFailureUrl,
  showFailureNotifications,
  type FailureNotificationPorts,
} from './failure-notifications/routes';
import { matchFilterOnEvents, traceFilterOnEvent, type FilterPorts } from './filters/routes';
import { acknowledgeMessages, claimMessages, type MessagePorts } from './messages/routes';
import {
  addNotificationUrl,
  changeNotificationUrl,
  deleteNotificationUrl,
  listNotificationUrls,
  type NotificationUrlPorts,
} from './notification-urls/routes';
import { buildDocument } from './openapi/build-document';
import { reportEagerCompleted, reportFailed, reportUploaded } from './operations/report-routes';
import { announceOperation, showOperation, showResponse } from './operations/routes';
import type { OperationPorts } from './operations/routes';
import { previewPayloadTemplate, type PayloadTemplatePorts } from './payload-templates/routes';
import {
  createAccessKey,
  deleteAccessKey,
  deleteAccessKeyByName,
  listAccessKeys,
  updateAccessKey,
} from './provisioning/access-keys';
import type { ProvisioningPorts } from './provisioning/ports';
import {
  createSubAccount,
  deleteSubAccount,
  listSubAccounts,
  showSubAccount,
  updateSubAccount,
} from './provisioning/sub-accounts';
import type { NamedRoute, Route } from './route/route';
import { search, type SearchPorts } from './search/routes';
import {
  showLiveness,
  showReadiness,
  showOpenApi,
  type HealthPorts,
  type OpenApiPorts,
} from './service/routes';
import { listWebhookKeys, rotateWebhookKeys, type WebhookKeyPorts } from './service/webhook-keys';
import { checkSignature, type SignatureCheckPorts } from './signatures/routes';
import { dedicateSigningKey, showSigningKey, type SigningKeyPorts } from './signing-key/routes';
import { showStatistics, type StatisticsPorts } from './statistics/routes';
import { sendTest, type TestNotificationPorts } from './test-notifications/routes';
import {
  createTrigger,
  deleteTrigger,
  listTriggers,
  showTrigger,
  testTrigger,
  updateTrigger,
  type TriggerPorts,
} from './triggers/routes';
import { showTroubleshooting, type TroubleshootingPorts } from './troubleshooting/routes';

/** Every route of the API, in the order of its documentation. The name is the `operationId`. */
const ROUTES = {
  listTriggers,
  createTrigger,
  showTrigger,
  updateTrigger,
  deleteTrigger,
  testTrigger,
  sendTest,
  traceFilterOnEvent,
  matchFilterOnEvents,
  previewPayloadTemplate,

  listNotificationUrls,
  addNotificationUrl,
  changeNotificationUrl,
  deleteNotificationUrl,
  showFailureNotifications,
  nameFailureUrl,
  removeFailureUrl,
  showSigningKey,
  dedicateSigningKey,
  rotateWebhookKeys,
  checkSignature,
  showLimits,

  listEventTypes,
  listEvents,
  publishEvent,
  publishEvents,
  showEvent,
  explainEvent,
  explainUnpublished,
  showBacklog,
  search,

  listDeliveries,
  summariseDeliveries,
  showDelivery,
  retryDelivery,
  cancelDelivery,
  listDestinationHosts,
  showStatistics,
  showTroubleshooting,

  listBulkActions,
  previewBulkAction,
  createBulkAction,
  showBulkAction,
  cancelBulkAction,

  claimMessages,
  acknowledgeMessages,

  announceOperation,
  showOperation,
  showResponse,
  reportUploaded,
  reportEagerCompleted,
  reportFailed,

  listSubAccounts,
  createSubAccount,
  showSubAccount,
  updateSubAccount,
  deleteSubAccount,

  listAccessKeys,
  createAccessKey,
  deleteAccessKeyByName,
  updateAccessKey,
  deleteAccessKey,

  listAuditLog,
  listAccountAuditLog,

  signIn,
  showSession,
  signOut,

  listWebhookKeys,
  showLiveness,
  showReadiness,
  showOpenApi,
} satisfies Readonly<Record<string, (ports: RoutePorts & OpenApiPorts) => Route>>;

/** The dependencies of the routes. The composition root passes them in. */
export interface RoutePorts
  extends
    TriggerPorts,
    NotificationUrlPorts,
    FailureNotificationPorts,
    SigningKeyPorts,
    SignatureCheckPorts,
    CataloguePorts,
    EventPorts,
    BacklogPorts,
    ExplainPorts,
    FilterPorts,
    PayloadTemplatePorts,
    SearchPorts,
    TestNotificationPorts,
    DeliveryPorts,
    MessagePorts,
    DestinationHostPorts,
    StatisticsPorts,
    TroubleshootingPorts,
    BulkActionPorts,
    OperationPorts,
    ProvisioningPorts,
    AuditLogPorts,
    ConsolePorts,
    WebhookKeyPorts,
    HealthPorts {
  readonly auditLog: DeliveryPorts['auditLog'] & AuditLogPorts['auditLog'] & ExplainPorts['auditLog'];
  readonly operations: OperationPorts['operations'];
  readonly triggers: TriggerPorts['triggers'] & NotificationUrlPorts['triggers'];
  readonly events: EventPorts['events'] &
    BacklogPorts['events'] &
    FilterPorts['events'] &
    NotificationUrlPorts['events'];
  readonly deliveries: DeliveryPorts['deliveries'] &
    NotificationUrlPorts['deliveries'] &
    DestinationHostPorts['deliveries'] &
    TroubleshootingPorts['deliveries'];
  readonly deliveryControl: DeliveryPorts['deliveryControl'];
  readonly statistics: StatisticsPorts['statistics'] & NotificationUrlPorts['statistics'];
  readonly signing: ExplainPorts['signing'] & SignatureCheckPorts['signing'];
  readonly signingChoice: SigningKeyPorts['signingChoice'];
  readonly settings: CataloguePorts['settings'] & HealthPorts['settings'] & DeliveryPorts['settings'];
}

/** Makes every route, and the document that describes them. */
export function allRoutes(ports: RoutePorts): readonly NamedRoute[] {
  const describe = () => ({ ...buildDocument(routes, ports.settings.version) });
  const routes: readonly NamedRoute[] = Object.entries(ROUTES).map(([operationId, make]) => ({
    operationId,
    ...make({ ...ports, describe }),
  }));
  return routes;
}
