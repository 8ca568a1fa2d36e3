import { presentError } from './errors';
import type { RequestContext } from './request-state';
import { PREFIXES } from './route';

/** What the official clients' provisioning calls know besides product environments and their keys. */
const ACCOUNT = PREFIXES.account.replace(/:\w+/, '[^/]+');
const OUT_OF_SCOPE = new RegExp(`^${ACCOUNT}/(users|user_groups)(/|$)`, 'i');
const NO_USERS =
  'one below sub_accounts: users and user groups are out of the scope of this service, which has none';

/** Answers what no route took: 405 with `Allow` for a known path, else 404. */
export function refuseUnmatched(ctx: RequestContext): void {
  const allowed = new Set((ctx.matched ?? []).flatMap(({ methods }) => methods));
  if (allowed.size === 0) {
    ctx.status = 404;
    const expected = OUT_OF_SCOPE.test(ctx.path) ? NO_USERS : 'one that exists';
    ctx.body = presentError('not_found', `path: got ${ctx.path}, expected ${expected}`);
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
