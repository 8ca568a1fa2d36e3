import Koa from 'koa';
import helmet from 'koa-helmet';
import type { ApiDependencies } from './dependencies';
import { authenticate } from './middleware/authenticate';
import { authenticateAccount } from './middleware/authenticate-account';
import { errorHandler } from './middleware/error-handler';
import { refuseUnmatched } from './middleware/refuse-unmatched';
import { requestId } from './middleware/request-id';
import { requestLog } from './middleware/request-log';
import { accessKeyRoutes } from './routes/access-keys';
import { deliveryRoutes } from './routes/deliveries';
import { eventRoutes } from './routes/events';
import { healthRoutes } from './routes/health';
import { openApiRoutes } from './routes/openapi';
import { operationRoutes } from './routes/operations';
import { subAccountRoutes } from './routes/sub-accounts';
import { triggerRoutes } from './routes/triggers';
import { webhookKeyRoutes } from './routes/webhook-keys';

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

/** The admin API. Routes before `authenticate` are public. */
export function createApp(deps: ApiDependencies): Koa {
  const app = new Koa();
  // Only the code: such an error can carry the raw request, credentials included.
  app.on('error', (error: NodeJS.ErrnoException) =>
    deps.logger.info('connection broke off', { code: error.code }),
  );
  app.use(requestId(deps.newId));
  app.use(requestLog(deps.logger));
  app.use(helmet({ contentSecurityPolicy: CONTENT_SECURITY_POLICY }));
  app.use(errorHandler(deps.logger));
  app.use(healthRoutes(deps).routes());
  app.use(openApiRoutes(deps).routes());
  app.use(webhookKeyRoutes(deps).routes());
  app.use(authenticateAccount(deps.provisioning.accounts));
  app.use(subAccountRoutes(deps).routes());
  app.use(accessKeyRoutes(deps).routes());
  app.use(authenticate(deps.environments));
  app.use(triggerRoutes(deps).routes());
  app.use(eventRoutes(deps).routes());
  app.use(deliveryRoutes(deps).routes());
  app.use(operationRoutes(deps).routes());
  app.use(refuseUnmatched);
  return app;
}
