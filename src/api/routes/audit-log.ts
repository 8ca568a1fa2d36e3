import Router from '@koa/router';
import type { z } from 'zod';
import { readAccountFields } from '../account-fields';
import type { ApiDependencies, AuditLog } from '../dependencies';
import { cutPage, toPageQuery } from '../page';
import { parse } from '../parse';
import { presentAuditEntry } from '../present/audit-entry';
import { ACCOUNT_PATH, ENVIRONMENT_PATH } from '../request-state';
import type { AccountContext, AccountState, EnvironmentContext, EnvironmentState } from '../request-state';
import { listAuditLogQuery } from '../schemas/audit-log';

type Dependencies = Pick<ApiDependencies, 'auditLog'>;

interface Asked {
  readonly query: z.output<typeof listAuditLogQuery>;
  readonly scope: Parameters<AuditLog['list']>[0];
}

/** Who changed what in a product environment. */
export function auditLogRoutes(deps: Dependencies): Router<EnvironmentState> {
  const router = new Router<EnvironmentState>();
  router.get(`${ENVIRONMENT_PATH}/audit_log`, async (ctx) => {
    const query = await parse(listAuditLogQuery, ctx.query, 'query');
    await list(deps, ctx, { query, scope: { environmentId: ctx.state.caller.environmentId } });
  });
  return router;
}

/** Who changed what in an account, its product environments included. */
export function accountAuditLogRoutes(deps: Dependencies): Router<AccountState> {
  const router = new Router<AccountState>();
  router.get(`${ACCOUNT_PATH}/audit_log`, async (ctx) => {
    const query = await parse(listAuditLogQuery, await readAccountFields(ctx));
    await list(deps, ctx, { query, scope: { accountId: ctx.state.accountId } });
  });
  return router;
}

async function list(
  { auditLog }: Dependencies,
  ctx: EnvironmentContext | AccountContext,
  { query, scope }: Asked,
): Promise<void> {
  const list = { path: ctx.path, query };
  const found = await auditLog.list(scope, { action: query.action, ...toPageQuery(list) });
  const { page, next } = cutPage(found, list, ({ at, id }) => ({ at, id }));
  ctx.body = { entries: page.map(presentAuditEntry), ...next };
}
