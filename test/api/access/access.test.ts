import Koa from 'koa';
import { errorHandler } from '../../../src/api/route/errors';
import { z } from 'zod';
import { rolesOf } from '../../../src/api/access/gate';
import { mount } from '../../../src/api/route/mount';
import { route, type Route } from '../../../src/api/route/route';
import { ROUTES } from '../../support/services/documented';
import type { RequestState } from '../../../src/api/route/request-state';
import { ROLES, type Role } from '../../../src/domain/keys/role';
import { listening } from '../../support/services/listening';
import { recordingLogger } from '../../support/builders/recording-logger';
import { ENVIRONMENT } from '../../support/builders/an-environment';
import { mountedRoutes } from '../support/mounted-routes';
import { useStoredApi } from '../../support/services/stored-api';

describe('every route of the app', () => {
  const api = useStoredApi();
  const become = (role: Role) => api.db('access_keys').update({ role });

  const accessTo = (route: string) =>
    ROUTES.find(({ method, path }) => route === `${method.toUpperCase()} ${path.replace(/:(\w+)/g, '{$1}')}`)
      ?.access;

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
        await become(role);
        if ((await api.callAbsolute(line)).code !== 'forbidden') admitted.push(role);
      }
      expect(admitted).toEqual(access && rolesOf(access));
    },
  );

  it('is asked for by HEAD as by GET', async () => {
    await become('events:publish');
    expect((await api.call('HEAD /triggers')).status).toBe(403);
    await become('read');
    expect((await api.call('HEAD /triggers')).status).toBe(200);
  });

  it('names the role that the key has, and those that may', async () => {
    await become('read');
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

describe('a route', () => {
  const about = {
    method: 'get',
    path: '/things',
    tag: 'service',
    summary: 's',
    answers: { 200: { description: 'Things.', schema: z.object({}) } },
    handle: () => [200, {}] as const,
  } as const;
  const ofKeys = route({ ...about, in: 'environment', access: 'administer', rate: 'administration' });
  const forAll = route({ ...about, in: 'environment', access: 'follow', rate: 'administration' });
  const ofAccount = route({ ...about, in: 'account' });
  const open = route({ ...about, in: 'public' });
  const caller = { environmentId: 'e', cloudName: 'c', apiKey: '1', role: 'admin' } as const;

  /** What a route answers to somebody known by this. */
  async function statusOf(one: Route, state: Partial<RequestState>): Promise<number> {
    const app = new Koa<RequestState>();
    app.use(errorHandler({ logger: recordingLogger(), isDatabaseUnavailable: () => false }));
    app.use((ctx, next) => {
      Object.assign(ctx.state, state);
      return next();
    });
    app.use(mount([one]));
    const server = await listening(app);
    const { status } = await fetch(`${server.url}${one.path.replace(/:\w+/, 'x')}`);
    await server.close();
    return status;
  }

  it.each([
    ['one for keys, to somebody unknown', forAll, {}, 403],
    ['one for keys, to the account', forAll, { accountId: 'a', provisioningKey: '2' }, 403],
    ['one for keys, to one that may not', ofKeys, { caller: { ...caller, role: 'read' } }, 403],
    ['one for keys, to an admin', ofKeys, { caller }, 200],
    ['one of the account, to an access key', ofAccount, { caller }, 403],
    ['one of the account, to the account', ofAccount, { accountId: 'a', provisioningKey: '2' }, 200],
    ['one for anybody, to anybody', open, {}, 200],
  ] as const)('answers, being %s', async (_what, one, state, status) => {
    expect(await statusOf(one, state)).toBe(status);
  });
});
