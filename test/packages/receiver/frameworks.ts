import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
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
import type { Receiver } from '../../../packages/receiver/src/index.ts';

export interface Listening {
  /** Of the route that receives. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a listener of `node:http` on a free port. */
export async function serve(listener: http.RequestListener): Promise<Listening> {
  const server = http.createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Serves a handler of the web standard, as Workers, Deno, Bun and Next call it. */
export function serveWeb(handler: (request: Request) => Response | Promise<Response>): Promise<Listening> {
  return serve((request, response) => {
    const headers = Object.entries(request.headers).map(
      ([name, value]) => [name, String(value)] as [string, string],
    );
    const body = Readable.toWeb(request) as ReadableStream<Uint8Array>;
    const init = { method: 'POST', headers, body, duplex: 'half' as const };
    void Promise.resolve(handler(new Request(`http://localhost${request.url}`, init))).then(
      async (answer) => {
        response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
      },
    );
  });
}

/** Calls a Lambda function as API Gateway does. */
function serveLambda(receiver: Receiver): Promise<Listening> {
  const handler = lambdaHandler(receiver);
  return serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const event = {
        body: Buffer.concat(chunks).toString('base64'),
        isBase64Encoded: true,
        headers: request.headers,
      };
      void handler(event).then(({ statusCode, headers, body }) =>
        response.writeHead(statusCode, headers).end(body),
      );
    });
  });
}

/** Serves a receiver with each framework. */
export const FRAMEWORKS: Readonly<Record<string, (receiver: Receiver) => Promise<Listening>>> = {
  node: (receiver) => serve((request, response) => void nodeHandler(receiver)(request, response)),
  express: (receiver) => serve(express().post('/hooks', expressHandler(receiver))),
  koa: (receiver) => {
    const handler = new Koa().use(koaHandler(receiver)).callback();
    return serve((request, response) => void handler(request, response));
  },
  fastify: async (receiver) => {
    const app = Fastify();
    app.register(fastifyReceiver(receiver, '/hooks'));
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    return { url: `${address}/hooks`, close: () => app.close() };
  },
  hono: (receiver) => {
    const app = new Hono().post('/hooks', honoHandler(receiver));
    return serveWeb((request) => app.fetch(request));
  },
  next: (receiver) => serveWeb(nextHandler(receiver)),
  web: (receiver) => serveWeb((request) => webHandler(receiver)(request)),
  lambda: serveLambda,
};
