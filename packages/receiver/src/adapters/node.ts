import type { Receiver } from '../receiver.ts';
import { rawBodyOf, type NodeRequestLike } from './raw-body.ts';

interface NodeResponseLike {
  writeHead(status: number, headers: Record<string, string>): { end(text: string): unknown };
}

/** A listener for `http.createServer`, and for what resembles it, such as Next's API routes without a body parser. */
export function nodeHandler(receiver: Receiver) {
  return async (
    request: NodeRequestLike & { readonly rawBody?: unknown; readonly body?: unknown },
    response: NodeResponseLike,
  ): Promise<void> => {
    const body = rawBodyOf(request, request, receiver.maxBodyBytes);
    const { status, text } = await receiver.handle({ body, headers: request.headers });
    response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
  };
}
