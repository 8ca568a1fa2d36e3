import Koa from 'koa';
import Router from '@koa/router';
import type { RequestState } from '../../../src/api/route/request-state';
import { observeRateLimits, observeRequests } from '../../../src/api/server/observe-requests';
import { RateLimitedError } from '../../../src/domain/errors';
import { listening } from '../../support/services/listening';

let server: Awaited<ReturnType<typeof listening>>;
const answered: object[] = [];
const limited: string[] = [];

beforeAll(async () => {
  const observer = {
    requestAnswered: ({ seconds, ...facts }: { readonly seconds: number }) => {
      expect(seconds).toBeGreaterThan(0);
      answered.push(facts);
    },
    rateLimited: (limit: string) => void limited.push(limit),
  };
  const router = new Router<RequestState>();
  router.get('/triggers/:id', (ctx) => void (ctx.body = 'found'));
  router.get('/limited/:id', () => {
    throw new RateLimitedError('admin_requests', 'requests: got more than 1', 1);
  });
  const app = new Koa<RequestState>();
  app.use(observeRequests(observer));
  app.use(async (ctx, next) => {
    await next().catch(() => (ctx.status = 429));
  });
  app.use(observeRateLimits(observer));
  app.use(router.routes());
  server = await listening(app);
});
afterAll(() => server.close());
beforeEach(() => void answered.splice(0));

it.each([
  ['a route by its pattern', 'GET', '/triggers/secret-1', '/triggers/:id', 'GET', 200],
  ['what no route matches as one', 'GET', '/wp-login.php', 'other', 'GET', 404],
  ['a method that nobody should send as one', 'PROPFIND', '/wp-login.php', 'other', 'other', 404],
  ['a refusal by the status that the client sees', 'GET', '/limited/1', '/limited/:id', 'GET', 429],
])('tells of %s', async (_what, sent, path, route, method, status) => {
  await (await fetch(server.url + path, { method: sent })).text();
  expect(answered).toEqual([{ route, method, status }]);
});

it('tells which limit was exceeded', async () => {
  limited.splice(0);
  await (await fetch(`${server.url}/limited/1`)).text();
  expect(limited).toEqual(['admin_requests']);
});
