import type { Receiver } from '../receiver.ts';
import { webHandler } from './web.ts';

interface HonoContextLike {
  readonly req: { readonly raw: Request; arrayBuffer(): Promise<ArrayBuffer> };
  /** Throws where there is none, as on Node. */
  readonly executionCtx: { waitUntil(promise: Promise<unknown>): void };
}

/** `app.post('/hooks', honoHandler(receiver))`. */
export function honoHandler(receiver: Receiver) {
  const handle = webHandler(receiver);
  return async (c: HonoContextLike): Promise<Response> => {
    let request = c.req.raw;
    if (request.bodyUsed) {
      // Hono keeps what a middleware has read.
      const { url, headers } = request;
      request = new Request(url, { method: 'POST', headers, body: await c.req.arrayBuffer() });
    }
    return handle(request, undefined, contextOf(c));
  };
}

function contextOf(c: HonoContextLike): unknown {
  try {
    return c.executionCtx;
  } catch {
    return undefined;
  }
}
