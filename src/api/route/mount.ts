import Router from '@koa/router';
import { browserOf } from '../access/browser';
import { refuseOthers } from '../access/gate';
import type { RequestLimits } from '../limits/limit-requests';
import { readFormOrJson, readJsonBody, readAccountFields } from './body';
import { parse } from './parse';
import type { RequestContext, RequestState } from './request-state';
import { schemaFor, type Route, type RouteRequest, PREFIXES } from './route';
import { presentError } from './errors';

/**
 * Puts routes where requests find them. Each request counts against the budget of its route, then its access is checked,
 * and then its parts are read and handed to the route.
 */
export function mount(routes: readonly Route[], limits?: RequestLimits) {
  const router = new Router<RequestState>();
  for (const route of routes) {
    const limit = limits ? [limits[route.rate]] : [];
    router.register(route.path, [route.method], [...limit, (ctx) => serve(route, ctx)]);
  }
  return router.routes();
}

async function serve(route: Route, ctx: RequestContext): Promise<void> {
  refuseOthers(route.access, ctx.state);
  const request = toRequest(ctx);
  const found = await route.find?.(request);
  const query = route.query && (await parse(route.query, ctx.query, 'query'));
  const { given, body } = await readBody(route, ctx, found);
  const furtherRequests = (route.weight?.(body) ?? 1) - 1;
  if (furtherRequests > 0) await ctx.state.countFurther?.(furtherRequests);
  const [status, answer, headers = {}] = await route.handle({ ...request, found, query, given, body });
  ctx.status = status;
  for (const [name, value] of Object.entries(headers))
    ctx.set(name, typeof value === 'string' ? value : [...value]);
  ctx.body = answer;
}

function toRequest(ctx: RequestContext): RouteRequest {
  const { params, path, state, ip, res } = ctx;
  const { caller, accountId, provisioningKey, session, requestId, share, producer } = state;
  const via = session && ({ via: 'console', selfDeclaredName: session.selfDeclaredName } as const);
  const key = caller
    ? ({ kind: 'access_key', id: caller.apiKey, ...via } as const)
    : provisioningKey !== undefined && ({ kind: 'provisioning_key', id: provisioningKey } as const);
  return {
    params,
    path,
    share,
    producer,
    caller,
    accountId,
    by: key ? { ...key, requestId, ip } : undefined,
    browser: browserOf(ctx),
    session,
    requestId,
    ifMatch: ctx.get('If-Match') || undefined,
    untilGone() {
      const gone = new AbortController();
      res.once('close', () => gone.abort());
      return gone.signal;
    },
  };
}

interface Read {
  readonly given?: unknown;
  readonly body?: unknown;
}

/** @throws DomainError as `readJsonBody`, `readFormOrJson`, `readAccountFields` and `parse` do. */
async function readBody(route: Route, ctx: RequestContext, found: unknown): Promise<Read> {
  const { body: schema, acceptsForm, maxBytes, checkTree } = route;
  if (!schema) return {};
  if (route.in === 'account') {
    const given = await readAccountFields(ctx);
    return { given, body: await parse(schemaFor(schema, found), given) };
  }
  const read = acceptsForm
    ? await readFormOrJson(ctx.req, maxBytes)
    : { json: await readJsonBody(ctx.req, maxBytes, checkTree) };
  if ('json' in read) return { given: read.json, body: await parse(schemaFor(schema, found), read.json) };
  const form = acceptsForm === true || acceptsForm === undefined ? schema : acceptsForm;
  return { given: read.form, body: await parse(schemaFor(form, found), read.form) };
}

/** The parts of the official clients' provisioning calls that are out of scope here. */
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
