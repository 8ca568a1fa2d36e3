import Router from '@koa/router';
import Koa from 'koa';
import { gate } from '../../../src/api/access/gate';
import { errorHandler } from '../../../src/api/route/errors';
import { declaredRoutes } from '../../../src/api/openapi/declared-routes';
import { rolesOf, type RouteDeclaration } from '../../../src/api/openapi/route-declaration';
import type { RequestState } from '../../../src/api/route/request-state';
import { ROLES } from '../../../src/domain/keys/role';
import { listening } from '../../support/services/listening';
import { recordingLogger } from '../../support/builders/recording-logger';
import { TestApi } from '../support/api';
import { ENVIRONMENT } from '../support/builders';
import { mountedRoutes } from '../support/mounted-routes';

describe('every route of the app', () => {
  const api = new TestApi();
  beforeAll(() => api.start());
  afterAll(() => api.stop());

  const declared = declaredRoutes({ check: async (_field, url) => url });
  const accessTo = (route: string) =>
    declared.find(
      ({ method, path }) => route === `${method.toUpperCase()} ${path.replace(/:(\w+)/g, '{$1}')}`,
    )?.access;

  it.each(mountedRoutes())('%s says what it asks for', (route) => {
    expect(accessTo(route)).toBeDefined();
  });

  it.each(mountedRoutes().filter((route) => route.includes('{cloud_name}')))(
    '%s is for the roles of its declaration, and for no other',
    async (route) => {
      const access = accessTo(route);
      const line = route.replace('{cloud_name}', ENVIRONMENT.cloudName).replace('{id}', 'x');
      const admitted = [];
      for (const role of ROLES) {
        api.world.role = role;
        if ((await api.callAbsolute(line)).code !== 'forbidden') admitted.push(role);
      }
      expect(admitted).toEqual(access && rolesOf(access));
    },
  );

  it('is asked for by HEAD as by GET', async () => {
    api.world.role = 'events:publish';
    expect((await api.call('HEAD /triggers')).status).toBe(403);
    api.world.role = 'read';
    expect((await api.call('HEAD /triggers')).status).toBe(200);
  });

  it('names the role that the key has, and those that may', async () => {
    api.world.role = 'read';
    const answer = await api.call('POST /events', { json: {} });
    expect([answer.status, answer.json]).toEqual([
      403,
      {
        error: {
          code: 'forbidden',
          message:
            'role: got an access key with the role "read", expected one with the role "admin" or "events:publish"',
        },
      },
    ]);
  });
});

describe('the gate', () => {
  const route = { operationId: 'o', tag: 'service', summary: 's', answers: {}, method: 'get' } as const;
  const known = { caller: { environmentId: 'e', cloudName: 'c', apiKey: '1', role: 'admin' } } as const;

  /** What a route answers behind it. */
  async function statusOf(declarations: readonly RouteDeclaration[], state: object): Promise<number> {
    const router = new Router<RequestState>();
    router.get('/things', (ctx) => {
      ctx.body = {};
    });
    const app = new Koa<RequestState>();
    app.use(errorHandler({ logger: recordingLogger(), isDatabaseUnavailable: () => false }));
    app.use((ctx, next) => {
      Object.assign(ctx.state, state);
      return next();
    });
    app.use(gate(declarations)(router));
    const server = await listening(app);
    const { status } = await fetch(`${server.url}/things`);
    await server.close();
    return status;
  }

  it.each([
    ['one that is not declared, to an admin', [], known, 403],
    [
      'one of another method, to an admin',
      [{ ...route, method: 'post', path: '/things', access: 'read' }],
      known,
      403,
    ],
    ['one for keys, to somebody unknown', [{ ...route, path: '/things', access: 'follow' }], {}, 403],
    [
      'one of the account, to an access key',
      [{ ...route, path: '/things', access: 'provisioning_key' }],
      known,
      403,
    ],
    [
      'one of the account, to the account',
      [{ ...route, path: '/things', access: 'provisioning_key' }],
      { accountId: 'a' },
      200,
    ],
    ['one for keys, to an admin', [{ ...route, path: '/things', access: 'administer' }], known, 200],
    ['one for anybody, to anybody', [{ ...route, path: '/things', access: 'anybody' }], {}, 200],
  ] as const)('answers %s', async (_what, declarations, state, status) => {
    expect(await statusOf(declarations, state)).toBe(status);
  });
});
