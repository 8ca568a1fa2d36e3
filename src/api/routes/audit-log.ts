import Router from '@koa/router';
import type { ApiDependencies, AuditLog } from '../dependencies';
import { cutPage, toPageQuery } from '../page';
import { parse } from '../parse';
import { presentAuditEntry } from '../present/audit-entry';
import { ACCOUNT_PATH, ENVIRONMENT_PATH } from '../request-state';
import type { AccountContext, AccountState, EnvironmentContext, EnvironmentState } from '../request-state';
import { listAuditLogQuery } from '../schemas/audit-log';

type Dependencies = Pick<ApiDependencies, 'auditLog'>;

/** Who changed what in a product environment. */
export function auditLogRoutes(deps: Dependencies): Router<EnvironmentState> {
  const router = new Router<EnvironmentState>();
  router.get(`${ENVIRONMENT_PATH}/audit_log`, (ctx) =>
    list(deps, ctx, { environmentId: ctx.state.caller.environmentId }),
  );
  return router;
}

/** Who changed what in an account, its product environments included. */
export function accountAuditLogRoutes(deps: Dependencies): Router<AccountState> {
  const router = new Router<AccountState>();
  router.get(`${ACCOUNT_PATH}/audit_log`, (ctx) => list(deps, ctx, { accountId: ctx.state.accountId }));
  return router;
}

async function list(
  { auditLog }: Dependencies,
  ctx: EnvironmentContext | AccountContext,
  scope: Parameters<AuditLog['list']>[0],
): Promise<void> {
  const query = await parse(listAuditLogQuery, ctx.query, 'query');
  const list = { path: ctx.path, query };
  const found = await auditLog.list(scope, { action: query.action, ...toPageQuery(list) });
  const { page, next } = cutPage(found, list, ({ at, id }) => ({ at, id }));
  ctx.body = { entries: page.map(presentAuditEntry), ...next };
}
