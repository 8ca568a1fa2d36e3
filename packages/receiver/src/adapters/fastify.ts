import type { HeadersLike } from '../received-headers.ts';
import type { Receiver } from '../receiver.ts';

interface FastifyRequestLike {
  readonly body?: unknown;
  readonly headers: HeadersLike;
}

interface FastifyReplyLike {
  code(status: number): { type(type: string): { send(text: string): unknown } };
}

interface FastifyLike {
  removeAllContentTypeParsers(): unknown;
  addContentTypeParser(
    type: string,
    options: { parseAs: 'buffer'; bodyLimit: number },
    parser: (request: never, body: Uint8Array, done: (error: null, body: Uint8Array) => void) => void,
  ): unknown;
  post(
    path: string,
    handler: (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<unknown>,
  ): unknown;
}

/** `app.register(fastifyReceiver(receiver, '/hooks'))`: the parsers of other routes stay as they are. */
export function fastifyReceiver(receiver: Receiver, path: string) {
  return async (app: FastifyLike): Promise<void> => {
    app.removeAllContentTypeParsers();
    const options = { parseAs: 'buffer' as const, bodyLimit: receiver.maxBodyBytes };
    app.addContentTypeParser('*', options, (_request, body, done) => done(null, body));
    app.post(path, async ({ body, headers }, reply) => {
      const { status, text } = await receiver.handle({ body, headers });
      return reply.code(status).type('text/plain').send(text);
    });
  };
}
