import type { RouterContext } from '@koa/router';
import { presentError } from '../present/error';
import type { RequestState } from '../request-state';

/** Answers what no route took: 405 with `Allow` for a known path, else 404. */
export function refuseUnmatched(ctx: RouterContext<RequestState>): void {
  const allowed = new Set((ctx.matched ?? []).flatMap(({ methods }) => methods));
  if (allowed.size === 0) {
    ctx.status = 404;
    ctx.body = presentError('not_found', `path: got ${ctx.path}, expected one that exists`);
    return;
  }
  const methods = [...allowed].sort().join(', ');
  ctx.status = 405;
  ctx.set('Allow', methods);
  ctx.body = presentError(
    'method_not_allowed',
    `method: got ${ctx.method}, expected one of ${methods} for ${ctx.path}`,
  );
}
