import { z } from 'zod';
import { route } from '../../../src/api/route/route';

/* What does not compile: `npm run check` fails when one of these expectations is not met. */

const about = { in: 'environment', method: 'get', tag: 'service', summary: 's' } as const;
const asked = { access: 'read', rate: 'administration' } as const;
const answers = {
  200: { description: 'A thing.', schema: z.object({ name: z.string(), kind: z.enum(['a', 'b']) }) },
  202: { description: 'Later.', schema: z.object({ later: z.literal(true) }) },
};

describe('a route', () => {
  it('begins with the prefix of its part', () => {
    const path = '/things/:id';
    const handle = () => [202, { later: true }] as const;
    expect([
      route({ ...about, ...asked, path, answers, handle }).path,
      route({ ...about, in: 'account', path, answers, handle }).path,
      route({ ...about, in: 'public', path, answers, handle }).path,
    ]).toEqual([
      '/v1_1/:cloud_name/things/:id',
      '/v1_1/provisioning/accounts/:account_id/things/:id',
      '/things/:id',
    ]);
  });

  it('may answer with each declared status, each with its body', () => {
    const handle = (request: { readonly params: { readonly id: string } }) =>
      request.params.id === ''
        ? ([200, { name: 'x', kind: 'a' }] as const)
        : ([202, { later: true }] as const);
    expect(route({ ...about, ...asked, path: '/things/:id', answers, handle }).access).toBe('read');
  });

  it('may not answer with a status that it does not declare', () => {
    // @ts-expect-error 201 is not declared
    route({ ...about, ...asked, path: '/', answers, handle: () => [201, { later: true }] });
  });

  it('may not answer with a body of another form', () => {
    // @ts-expect-error `name` is a text
    route({ ...about, ...asked, path: '/', answers, handle: () => [200, { name: 1, kind: 'a' }] });
    // @ts-expect-error `kind` is missing
    route({ ...about, ...asked, path: '/', answers, handle: () => [200, { name: 'x' }] });
    // @ts-expect-error `kind` is one of two words
    route({ ...about, ...asked, path: '/', answers, handle: () => [200, { name: 'x', kind: 'c' }] });
  });

  it('may not answer with the body of another status', () => {
    // @ts-expect-error that is the body of 202
    route({ ...about, ...asked, path: '/', answers, handle: async () => [200, { later: true }] });
  });

  it('must say in an environment who may call it, and what it counts against', () => {
    const handle = () => [202, { later: true }] as const;
    // @ts-expect-error `access` is missing
    route({ ...about, path: '/', rate: 'publishing', answers, handle });
    // @ts-expect-error `rate` is missing
    route({ ...about, path: '/', access: 'read', answers, handle });
  });

  it('may not say elsewhere who may call it: its part says that', () => {
    const handle = () => [202, { later: true }] as const;
    // @ts-expect-error an account's routes are for its provisioning key
    route({ ...about, in: 'account', access: 'read', path: '/', answers, handle });
  });

  it('knows the parameters of its path, its caller, its query and its body', () => {
    const known = route({
      ...about,
      ...asked,
      path: '/things/:id',
      query: z.object({ size: z.number() }),
      body: z.string(),
      answers,
      handle: ({ params, caller, query, body }) => [
        200,
        { name: params.id + caller.apiKey + body + query.size.toFixed(), kind: 'a' },
      ],
    });
    expect(known.method).toBe('get');
    route({
      ...about,
      ...asked,
      path: '/things/:id',
      answers,
      // @ts-expect-error the path has no `name`
      handle: ({ params }) => [200, { name: params.name, kind: 'a' }],
    });
    route({
      ...about,
      in: 'public',
      path: '/things',
      answers,
      // @ts-expect-error nobody knows who calls a public route
      handle: ({ caller }) => [200, { name: String(caller), kind: 'a' }],
    });
  });
});
