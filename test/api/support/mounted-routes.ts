import Router from '@koa/router';
import { createApp } from '../../../src/api/app';
import { UNSTORED } from '../../support/services/documented';

/** Method and path, with parameters as `{name}`, of every route of the routers that the app uses. */
export function mountedRoutes(): readonly string[] {
  const { middleware } = createApp(UNSTORED);
  const routers = middleware.flatMap((each) =>
    'router' in each && each.router instanceof Router ? [each.router] : [],
  );
  return routers
    .flatMap(({ stack }) => stack)
    .flatMap(({ path, methods }) =>
      methods
        .filter((method) => method !== 'HEAD')
        .map((method) => `${method} ${String(path).replace(/:(\w+)/g, '{$1}')}`),
    );
}
