import Router from '@koa/router';
import type { ApiDependencies } from '../dependencies';
import type { RequestState } from '../request-state';

/** `/healthz`: the process lives. `/readyz`: it can do its work, or which part cannot. */
export function healthRoutes({ health, settings }: Pick<ApiDependencies, 'health' | 'settings'>) {
  const router = new Router<RequestState>();
  router.get('/healthz', (ctx) => {
    ctx.body = { status: 'ok' };
  });
  router.get('/readyz', async (ctx) => {
    const { database, temporal } = await health.check();
    const ready = database === 'ok' && temporal === 'ok';
    ctx.status = ready ? 200 : 503;
    ctx.body = { status: ready ? 'ok' : 'unavailable', version: settings.version, database, temporal };
  });
  return router;
}
