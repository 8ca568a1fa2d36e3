import Koa from 'koa';
import helmet from 'koa-helmet';
import {
  authenticate,
  keyAuthentication,
  type AccountAuthentication,
  type EnvironmentAuthentication,
} from './access/authenticate';
import { FailedLogins } from './access/login';
import { refuseCrossSite } from './access/refuse-cross-site';
import { allRoutes, type RoutePorts } from './all-routes';
import type { ConsoleFiles } from './console/serve-console';
import { serveConsole } from './console/serve-console';
import { Capacity } from './limits/capacity';
import { DatabasePatience } from './limits/database-patience';
import { limitConcurrency, limitRequests, type RequestLimitSettings } from './limits/limit-requests';
import { errorHandler, type ErrorDependencies } from './route/errors';
import { mount, refuseUnmatched } from './route/mount';
import type { Part } from './route/route';
import { conditionalGet } from './route/entity-tag';
import { requireHost } from './server/http-server';
import {
  readProducerSpan,
  requestId,
  requestLog,
  observeRateLimits,
  observeRequests,
  type RequestObserver,
} from './server/observe-requests';

/** The dependencies of the admin API. It never sees Knex or Temporal: the composition root passes them in. */
export interface ApiDependencies extends Omit<RoutePorts, 'findCaller'>, ErrorDependencies {
  readonly environments: EnvironmentAuthentication;
  readonly provisioning: RoutePorts['provisioning'] & { readonly accounts: AccountAuthentication };
  /** Absent when the operator has turned the Console off; without files when it was not built. */
  readonly console?: { readonly files: ConsoleFiles | undefined } | undefined;
  readonly settings: ApiSettings;
  readonly observer?: RequestObserver;
  /** Whether events continue the trace that a request names. */
  readonly continuesTraces?: boolean;
}

export type ApiSettings = RoutePorts['settings'] &
  RequestLimitSettings & {
    readonly maxConcurrentRequests: number;
    /** The longest that one request waits for the database in total. */
    readonly maxDatabaseWaitMs: number;
    /** Proxies in front. Their `X-Forwarded-For` and `X-Forwarded-Host` are believed. */
    readonly trustedProxies: number;
  };

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

/** The admin API: what a request passes, in this order. Each route says in its `in` at which of these places it stands. */
export function createApp(given: ApiDependencies): Koa {
  const { settings } = given;
  const patience = new DatabasePatience(settings.maxDatabaseWaitMs);
  const deps = withPatience(given, patience);
  const logins = new FailedLogins();
  const routes = allRoutes({ ...deps, findCaller: keyAuthentication(deps.environments, logins) });
  const routesIn = (...parts: readonly Part[]) => routes.filter((route) => parts.includes(route.in));
  // As many entries of X-Forwarded-For, from its end, as proxies wrote there: what stands before them is the client's word.
  const app = new Koa({ proxy: settings.trustedProxies > 0, maxIpsCount: settings.trustedProxies });
  const capacity = new Capacity(settings.maxConcurrentRequests, 'requests under way');
  const limits = limitRequests(settings, capacity);
  // Only the code: such an error can carry the raw request, credentials included.
  app.on('error', (error: NodeJS.ErrnoException) =>
    deps.logger.info('connection broke off', { code: error.code }),
  );
  const probes = routesIn('probe').map(({ path }) => path);
  app.use(requestId(deps.newId));
  if (deps.continuesTraces) app.use(readProducerSpan);
  app.use(requestLog(deps.logger, probes));
  if (deps.observer) app.use(observeRequests(deps.observer));
  app.use(helmet({ contentSecurityPolicy: CONTENT_SECURITY_POLICY }));
  app.use(errorHandler(deps));
  if (deps.observer) app.use(observeRateLimits(deps.observer));
  app.use(requireHost);
  app.use(mount(routesIn('probe')));
  app.use(conditionalGet);
  app.use(limitConcurrency(capacity));
  app.use(patience.middleware);
  app.use(refuseCrossSite);
  app.use(mount(routesIn('public')));
  if (deps.console) app.use(serveConsole(deps.console.files));
  const consoleSessions = deps.console && deps.consoleSessions;
  app.use(authenticate({ ...deps, consoleSessions, accounts: deps.provisioning.accounts, logins }));
  const withKeys = ['account', 'environment', 'notifications'] as const;
  app.use(mount(routesIn(...withKeys, ...(deps.console ? ['console' as const] : [])), limits));
  app.use(limits.administration);
  app.use(refuseUnmatched);
  return app;
}

/** Limits whatever asks the database for an answer; what waits for an operation's answer looks after itself. */
export function withPatience(deps: ApiDependencies, patience: DatabasePatience): ApiDependencies {
  const { accounts, subAccounts, accessKeys } = deps.provisioning;
  return {
    ...deps,
    environments: patience.limit(deps.environments),
    triggers: patience.limit(deps.triggers),
    intake: patience.limit(deps.intake),
    events: patience.limit(deps.events),
    deliveries: patience.limit(deps.deliveries),
    messages: patience.limit(deps.messages),
    bulkActions: patience.limit(deps.bulkActions),
    bulkActionIntake: patience.limit(deps.bulkActionIntake),
    operationIntake: patience.limit(deps.operationIntake),
    operations: patience.limit(deps.operations),
    auditLog: patience.limit(deps.auditLog),
    failureNotifications: patience.limit(deps.failureNotifications),
    signing: patience.limit(deps.signing),
    statistics: patience.limit(deps.statistics),
    consoleSessions: patience.limit(deps.consoleSessions),
    webhookKeys: patience.limit(deps.webhookKeys),
    signingChoice: patience.limit(deps.signingChoice),
    provisioning: {
      accounts: patience.limit(accounts),
      subAccounts: patience.limit(subAccounts),
      accessKeys: patience.limit(accessKeys),
    },
  };
}
