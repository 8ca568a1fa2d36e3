import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { v2 as cloudinary } from 'cloudinary';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import Koa from 'koa';
import { expressHandler } from '../../../packages/receiver/src/adapters/express.ts';
import { fastifyReceiver } from '../../../packages/receiver/src/adapters/fastify.ts';
import { honoHandler } from '../../../packages/receiver/src/adapters/hono.ts';
import { koaHandler } from '../../../packages/receiver/src/adapters/koa.ts';
import { lambdaHandler } from '../../../packages/receiver/src/adapters/lambda.ts';
import { nextHandler } from '../../../packages/receiver/src/adapters/next.ts';
import { nodeHandler } from '../../../packages/receiver/src/adapters/node.ts';
import { webHandler } from '../../../packages/receiver/src/adapters/web.ts';
import { createReceiver, type ReceiverOptions, type Refusal } from '../../../packages/receiver/src/index.ts';
import { createAddressRules } from '../../../src/domain/destinations/address-rules';
import { createNameResolver } from '../../../src/outbound/network/allowed-addresses';
import { createSender, type HttpSender } from '../../../src/outbound/sender';
import { FRAMEWORKS, serve, serveWeb, type Listening } from './frameworks';
import { BODY, KEY_SET, SECRET, signedByTheService, type ToSign } from './signed-by-the-service';

/* Each adapter on its framework, called by the service's own sender. */

let sender: HttpSender;
const open: Listening[] = [];
beforeAll(() => {
  sender = createSender({
    rules: createAddressRules({ allowCidrs: ['127.0.0.0/8'] }),
    resolver: createNameResolver(),
  });
  cloudinary.config({ api_secret: SECRET, signature_algorithm: 'sha1' });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});
afterAll(() => sender.close());

function aReceiver(options: ReceiverOptions = {}) {
  const processed: string[] = [];
  const refused: Refusal[] = [];
  const receiver = createReceiver({
    secrets: SECRET,
    keySet: KEY_SET,
    onRefused: (refusal) => refused.push(refusal),
    onError: () => undefined,
    ...options,
  }).on('upload', ({ public_id }, { id, attempt }) => {
    if (public_id === 'throws') throw new Error('no');
    processed.push(`${id} ${attempt} ${public_id}`);
  });
  return { receiver, processed, refused };
}

async function opened(listening: Promise<Listening>): Promise<string> {
  const listener = await listening;
  open.push(listener);
  return listener.url;
}

/** POSTs as the service does. `sentBody` replaces the body that was signed. */
async function post(url: string, { sentBody, ...toSign }: ToSign & { readonly sentBody?: string } = {}) {
  const now = Math.floor(Date.now() / 1000);
  const signed = signedByTheService({ timestampSeconds: now, ...toSign });
  const body = sentBody ?? signed.body;
  const headers = { 'Content-Type': 'application/json', ...signed.headers };
  const outcome = await sender.post({ url, body, headers, timeoutMs: 10_000 });
  const sdk = cloudinary.utils.verifyNotificationSignature(
    body,
    now,
    signed.headers['X-Cld-Signature'] ?? '',
    300,
  );
  if (outcome.kind === 'unreachable') throw new Error(JSON.stringify(outcome));
  return { status: outcome.httpStatus, text: outcome.responseExcerpt, sdk };
}

describe.each(Object.entries(FRAMEWORKS))('on %s', (_name, start) => {
  it('accepts what is genuine once, and refuses what is not, as the official SDK does', async () => {
    const { receiver, processed } = aReceiver();
    const url = await opened(start(receiver));
    expect(await post(url)).toEqual({ status: 200, text: '', sdk: true });
    expect(await post(url)).toEqual({ status: 200, text: '', sdk: true });
    expect(await post(url, { sentBody: BODY.replace('ä', 'a') })).toEqual({
      status: 401,
      text: 'wrong_signature',
      sdk: false,
    });
    expect(await post(url, { timestampSeconds: 1 })).toMatchObject({ status: 401, text: 'too_old' });
    expect(processed).toEqual(['delivery-1 1 Käsekästchen']);
  });

  it.each(['default', 'legacy_hmac', 'eddsa_v2'] as const)('accepts the scheme %s', async (scheme) => {
    const { receiver, processed } = aReceiver();
    const url = await opened(start(receiver));
    expect(await post(url, { scheme })).toMatchObject({ status: 200 });
    expect(processed).toHaveLength(1);
  });

  it('answers 500 when the handler throws, also for the next attempt', async () => {
    const { receiver } = aReceiver();
    const url = await opened(start(receiver));
    const body = '{"notification_type":"upload","public_id":"throws"}';
    for (let count = 0; count < 2; count += 1)
      expect(await post(url, { body })).toMatchObject({ status: 500, text: '' });
  });

  it('takes a body of 1.5 MB, and answers 413 to one above the limit', async () => {
    const { receiver, processed } = aReceiver({ maxBodyBytes: 2_000_000 });
    const url = await opened(start(receiver));
    const bodyOf = (length: number) =>
      JSON.stringify({ notification_type: 'upload', public_id: 'x'.repeat(length) });
    expect(await post(url, { body: bodyOf(1_500_000), id: 'large' })).toMatchObject({ status: 200 });
    expect(await post(url, { body: bodyOf(2_000_000), id: 'larger' })).toMatchObject({ status: 413 });
    expect(processed).toHaveLength(1);
  });

  it('answers at once with ackFirst, but for Lambda', async () => {
    const { receiver, processed } = aReceiver({ ackFirst: true });
    const url = await opened(start(receiver));
    const body = '{"notification_type":"upload","public_id":"throws"}';
    expect(await post(url, { body })).toMatchObject({ status: 200 });
    expect(await post(url, { id: 'other' })).toMatchObject({ status: 200 });
    while (processed.length === 0) await new Promise((resolve) => setImmediate(resolve));
  });
});

describe('a parser that ran before', () => {
  const parsed = { status: 401, text: 'body_was_parsed' };

  it('on Express is named, unless it kept the bytes', async () => {
    const { receiver, refused } = aReceiver();
    const handler = expressHandler(receiver);
    const keep = (request: object, _response: unknown, rawBody: Buffer) =>
      Object.assign(request, { rawBody });
    const started = (parser: express.RequestHandler) =>
      opened(serve(express().use(parser).post('/hooks', handler)));
    expect(await post(await started(express.json()))).toMatchObject(parsed);
    expect(refused[0]?.message).toMatch(/got a parsed value, expected the bytes as they came/);
    const kept = [
      express.raw({ type: '*/*' }),
      express.text({ type: '*/*' }),
      express.json({ verify: keep }),
    ];
    // A parser for other types leaves the body to the handler.
    for (const parser of [...kept, express.urlencoded()]) {
      expect(await post(await started(parser))).toMatchObject({ status: 200 });
    }
  });

  it('on Koa is named, unless it kept the text', async () => {
    const { receiver } = aReceiver();
    const started = (doesKeep: boolean) => {
      const app = new Koa().use(async (ctx, next) => {
        let rawBody = '';
        for await (const chunk of ctx.req.setEncoding('utf8')) rawBody += chunk as string;
        Object.assign(ctx.request, { body: JSON.parse(rawBody) as unknown }, doesKeep ? { rawBody } : {});
        await next();
      });
      const callback = app.use(koaHandler(receiver)).callback();
      return opened(serve((request, response) => void callback(request, response)));
    };
    expect(await post(await started(false))).toMatchObject(parsed);
    expect(await post(await started(true))).toMatchObject({ status: 200 });
  });

  it('on Node, as in API routes of Next, is named', async () => {
    const { receiver } = aReceiver();
    const url = await opened(
      serve((request, response) => {
        let text = '';
        request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        request.on('end', () => {
          const body = JSON.parse(text) as unknown;
          setImmediate(() => void nodeHandler(receiver)(Object.assign(request, { body }), response));
        });
      }),
    );
    expect(await post(url)).toMatchObject(parsed);
  });

  it('of a Request is named, and on Hono does no harm', async () => {
    const { receiver } = aReceiver();
    const web = await opened(
      serveWeb(async (request) => {
        await request.json();
        return webHandler(receiver)(request);
      }),
    );
    expect(await post(web)).toMatchObject(parsed);
    const app = new Hono().use(async (c, next) => {
      await c.req.json();
      await next();
    });
    app.post('/hooks', honoHandler(receiver));
    expect(await post(await opened(serveWeb((request) => app.fetch(request))))).toMatchObject({
      status: 200,
    });
  });

  it('of other routes stays as it is on Fastify', async () => {
    const { receiver } = aReceiver();
    const app = Fastify();
    app.register(fastifyReceiver(receiver, '/hooks'));
    app.post('/other', async (request) => ({ parsed: request.body }));
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    open.push({ url: address, close: () => app.close() });
    expect(await post(`${address}/hooks`)).toMatchObject({ status: 200 });
    const other = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' };
    expect(await (await fetch(`${address}/other`, other)).json()).toEqual({ parsed: { a: 1 } });
  });
});

describe('a function that ends with its answer', () => {
  const slow = () => {
    const steps: string[] = [];
    const { receiver } = aReceiver({ ackFirst: true });
    receiver.on('all', async () => {
      await new Promise((resolve) => setImmediate(resolve));
      steps.push('worked');
    });
    const { body, headers } = signedByTheService({ timestampSeconds: Math.floor(Date.now() / 1000) });
    const request = () => new Request('https://a.example/hooks', { method: 'POST', body, headers });
    return { receiver, steps, request, event: { body, headers } };
  };
  /** A platform's `waitUntil`, and what waits for all that it got. */
  const platform = () => {
    const waiting: Promise<unknown>[] = [];
    return {
      waitUntil: (promise: Promise<unknown>) => void waiting.push(promise),
      ended: () => Promise.all(waiting),
    };
  };

  it('on Workers, Hono and Next is kept alive until the work is done', async () => {
    const { waitUntil, ended } = platform();
    const context = { waitUntil, passThroughOnException: () => undefined, props: {} };
    const calls = [
      ({ receiver, request }: ReturnType<typeof slow>) => webHandler(receiver)(request(), {}, context),
      ({ receiver, request }: ReturnType<typeof slow>) =>
        new Hono().post('/hooks', honoHandler(receiver)).fetch(request(), {}, context),
      ({ receiver, request }: ReturnType<typeof slow>) => nextHandler(receiver, { waitUntil })(request()),
    ];
    for (const call of calls) {
      const each = slow();
      expect((await call(each)).status).toBe(200);
      expect(each.steps).toEqual([]);
      await ended();
      expect(each.steps).toEqual(['worked']);
    }
  });

  it('on Lambda answers after the work', async () => {
    const { receiver, steps, event } = slow();
    expect(await lambdaHandler(receiver)(event)).toMatchObject({ statusCode: 200, isBase64Encoded: false });
    expect(steps).toEqual(['worked']);
  });
});

it('Lambda events of load balancers have several values for a header, and events may lack a body', async () => {
  const { receiver } = aReceiver();
  const { body, headers } = signedByTheService({ timestampSeconds: Math.floor(Date.now() / 1000) });
  const multiValueHeaders = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value]]),
  );
  const handler = lambdaHandler(receiver);
  expect(await handler({ body, headers: null, multiValueHeaders })).toMatchObject({ statusCode: 200 });
  expect(await handler({ body: null, headers })).toMatchObject({ statusCode: 401, body: 'body_was_parsed' });
  expect(await handler({})).toMatchObject({ statusCode: 401, body: 'missing_header' });
});

const ADAPTERS = path.resolve(__dirname, '../../../packages/receiver/src/adapters');
it.each(readdirSync(ADAPTERS))('the adapter %s has 40 lines at most', (file) => {
  expect(readFileSync(path.join(ADAPTERS, file), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(
    40,
  );
});
