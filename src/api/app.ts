import Koa from 'koa';
import helmet from 'koa-helmet';
import type { ApiDependencies } from './dependencies';
import { gate } from './access/gate';
import { Capacity } from './limits/capacity';
import { DatabasePatience } from './limits/database-patience';
import { FailedLogins } from './access/failed-logins';
import { authenticate } from './access/authenticate';
import { authenticateAccount } from './access/authenticate-account';
import { errorHandler } from './route/errors';
import { limitConcurrency, limitRequests } from './limits/limit-requests';
import { refuseCrossSite } from './access/refuse-cross-site';
import { refuseUnmatched } from './route/refuse-unmatched';
import { requireHost } from './server/http-server';
import { requestId, requestLog } from './server/request-log';
import { declaredRoutes } from './openapi/declared-routes';
import { accessKeyRoutes } from './provisioning/access-keys';
import { accountAuditLogRoutes, auditLogRoutes } from './audit-log/routes';
import { deliveryRoutes } from './deliveries/routes';
import { eventRoutes } from './events/routes';
import { healthRoutes } from './service/health';
import { openApiRoutes } from './service/openapi';
import { operationRoutes } from './operations/routes';
import { subAccountRoutes } from './provisioning/sub-accounts';
import { triggerRoutes } from './triggers/routes';
import { webhookKeyRoutes } from './service/webhook-keys';

/** Answers are data: a browser that opens one may load, run and embed nothing. */
const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
  },
};

/** The admin API. Every route passes the gate, which asks for what its declaration says; health probes have no limits. */
export function createApp(given: ApiDependencies): Koa {
  const { settings } = given;
  const patience = new DatabasePatience(settings.maxDatabaseWaitMs);
  const deps = withPatience(given, patience);
  const gated = gate(declaredRoutes(deps.destinationGuard));
  // As many entries of X-Forwarded-For, from its end, as proxies wrote there: what stands before them is the client's word.
  const app = new Koa({ proxy: settings.trustedProxies > 0, maxIpsCount: settings.trustedProxies });
  const capacity = new Capacity(settings.maxConcurrentRequests, 'requests under way');
  const logins = new FailedLogins();
  // Only the code: such an error can carry the raw request, credentials included.
  app.on('error', (error: NodeJS.ErrnoException) =>
    deps.logger.info('connection broke off', { code: error.code }),
  );
  app.use(requestId(deps.newId));
  app.use(requestLog(deps.logger));
  app.use(helmet({ contentSecurityPolicy: CONTENT_SECURITY_POLICY }));
  app.use(errorHandler(deps));
  app.use(requireHost);
  app.use(gated(healthRoutes(deps)));
  app.use(limitConcurrency(capacity));
  app.use(patience.middleware);
  app.use(refuseCrossSite);
  app.use(gated(openApiRoutes(deps)));
  app.use(gated(webhookKeyRoutes(deps)));
  app.use(authenticateAccount(deps.provisioning.accounts, logins));
  app.use(authenticate(deps.environments, logins));
  app.use(limitRequests(settings, capacity));
  app.use(gated(subAccountRoutes(deps)));
  app.use(gated(accessKeyRoutes(deps)));
  app.use(gated(accountAuditLogRoutes(deps)));
  app.use(gated(triggerRoutes(deps)));
  app.use(gated(eventRoutes(deps)));
  app.use(gated(deliveryRoutes(deps)));
  app.use(gated(operationRoutes(deps)));
  app.use(gated(auditLogRoutes(deps)));
  app.use(refuseUnmatched);
  return app;
}

/** Whatever asks the database for an answer; what waits for an operation's answer looks after itself. */
function withPatience(deps: ApiDependencies, patience: DatabasePatience): ApiDependencies {
  const { accounts, subAccounts, accessKeys } = deps.provisioning;
  return {
    ...deps,
    environments: patience.limit(deps.environments),
    triggers: patience.limit(deps.triggers),
    intake: patience.limit(deps.intake),
    events: patience.limit(deps.events),
    deliveries: patience.limit(deps.deliveries),
    operationIntake: patience.limit(deps.operationIntake),
    operations: patience.limit(deps.operations),
    auditLog: patience.limit(deps.auditLog),
    webhookKeys: patience.limit(deps.webhookKeys),
    provisioning: {
      accounts: patience.limit(accounts),
      subAccounts: patience.limit(subAccounts),
      accessKeys: patience.limit(accessKeys),
    },
  };
}
