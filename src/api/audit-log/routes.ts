import Router from '@koa/router';
import type { z } from 'zod';
import type { AuditEntry } from '../../domain/keys/audit-entry';
import type { ApiDependencies, AuditLog } from '../dependencies';
import { readAccountFields } from '../route/account-fields';
import { cutPage, toPageQuery } from '../route/page';
import { parse } from '../route/parse';
import {
  ACCOUNT_PATH,
  type AccountContext,
  type AccountState,
  ENVIRONMENT_PATH,
  type EnvironmentContext,
  type EnvironmentState,
} from '../route/request-state';
import { listAuditLogQuery } from './schemas';

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

export function presentAuditEntry({ by, ...entry }: AuditEntry) {
  return {
    id: entry.id,
    at: entry.at,
    action: entry.action,
    product_environment_id: entry.environmentId ?? null,
    subject_id: entry.subjectId,
    actor: { kind: by.kind, id: by.id },
    before: entry.before ?? null,
    after: entry.after ?? null,
    request_id: by.requestId ?? null,
    ip: by.ip ?? null,
  };
}
