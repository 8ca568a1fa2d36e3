import Router from '@koa/router';
import type { ApiDependencies } from '../dependencies';
import type { RequestState } from '../request-state';

/** `/healthz`: the process lives. `/readyz`: it can do its work and will go on, or what is in the way. */
export function healthRoutes({ health, settings }: Pick<ApiDependencies, 'health' | 'settings'>) {
  const router = new Router<RequestState>();
  router.get('/healthz', (ctx) => {
    ctx.body = { status: 'ok' };
  });
  router.get('/readyz', async (ctx) => {
    const { database, temporal } = await health.check();
    const able = database === 'ok' && temporal === 'ok' ? 'ok' : 'unavailable';
    const status = health.isDraining() ? 'draining' : able;
    ctx.status = status === 'ok' ? 200 : 503;
    ctx.body = { status, version: settings.version, database, temporal };
  });
  return router;
}
