import type { HeadersLike } from '../received-headers.ts';
import type { Receiver } from '../receiver.ts';
import { readAll } from './raw-body.ts';

type Chunks = AsyncIterable<Uint8Array>;
type Parser = (request: never, payload: Chunks) => Promise<unknown>;

interface FastifyReplyLike {
  code(status: number): { type(type: string): { send(text: string): unknown } };
}

interface FastifyLike {
  removeAllContentTypeParsers(): unknown;
  addContentTypeParser(type: string, options: object, parser: Parser): unknown;
  post(
    path: string,
    handler: (request: { body?: unknown; headers: HeadersLike }, reply: FastifyReplyLike) => Promise<unknown>,
  ): unknown;
}

/** `app.register(fastifyReceiver(receiver, '/hooks'))`: the parsers of other routes stay as they are. */
export function fastifyReceiver(receiver: Receiver, path: string) {
  return async (app: FastifyLike): Promise<void> => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', {}, async (_request, payload) => payload);
    app.post(path, async (request, reply) => {
      // A request without a content type has no body here.
      const body = request.body && readAll(request.body as Chunks, receiver.maxBodyBytes);
      const { status, text } = await receiver.handle({ body, headers: request.headers });
      return reply.code(status).type('text/plain').send(text);
    });
  };
}
