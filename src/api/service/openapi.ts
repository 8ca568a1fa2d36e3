import Router from '@koa/router';
import type { ApiDependencies } from '../dependencies';
import { buildDocument } from '../openapi/build-document';
import { declaredRoutes } from '../openapi/declared-routes';
import type { OpenApiDocument } from '../openapi/openapi-document';
import type { RequestState } from '../route/request-state';

type Dependencies = Pick<ApiDependencies, 'destinationGuard' | 'settings'>;

/** `/openapi.json`: the API described, to anybody. Made when it is first asked for. */
export function openApiRoutes({ destinationGuard, settings }: Dependencies): Router<RequestState> {
  const router = new Router<RequestState>();
  let document: OpenApiDocument | undefined;
  router.get('/openapi.json', (ctx) => {
    document ??= buildDocument(declaredRoutes(destinationGuard), settings.version);
    ctx.body = document;
  });
  return router;
}
