import Router from '@koa/router';
import { z } from 'zod';
import type { ApiDependencies } from '../dependencies';
import type { RequestState } from '../route/request-state';

const fault = z.object({ fault: z.string() });

export const livenessAnswer = z.object({ status: z.literal('ok') });

export const readinessAnswer = z.object({
  status: z.enum(['ok', 'unavailable', 'draining']),
  version: z.string(),
  database: z.union([z.enum(['ok', 'not writable']), fault]),
  temporal: z.union([z.literal('ok'), fault]),
});

/**
 * `/healthz`: the process lives. `/readyz`: it can do its work and will go on, or what is in the way. A database that is not
 * writable is only told: every process has the same, so sending reads elsewhere would help nobody.
 */
export function healthRoutes({ health, settings }: Pick<ApiDependencies, 'health' | 'settings'>) {
  const router = new Router<RequestState>();
  router.get('/healthz', (ctx) => {
    ctx.body = { status: 'ok' };
  });
  router.get('/readyz', async (ctx) => {
    const { database, temporal } = await health.check();
    const isAble = typeof database === 'string' && temporal === 'ok';
    const status = health.isDraining() ? 'draining' : isAble ? 'ok' : 'unavailable';
    ctx.status = status === 'ok' ? 200 : 503;
    ctx.body = { status, version: settings.version, database, temporal };
  });
  return router;
}
