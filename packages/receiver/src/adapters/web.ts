import type { Receiver } from '../receiver.ts';
import { readAll } from './raw-body.ts';

/** Keeps a serverless function alive after its answer; needed with `ackFirst`. */
export type WaitUntil = (promise: Promise<unknown>) => void;

/** For Workers, Deno, Bun and all that take a `Request`. On Workers, the context's `waitUntil` is used by itself. */
export function webHandler(receiver: Receiver, { waitUntil }: { readonly waitUntil?: WaitUntil } = {}) {
  return async (request: Request, ...rest: readonly unknown[]): Promise<Response> => {
    const { status, text, finished } = await receiver.handle({
      body: request.bodyUsed ? undefined : readAll(chunksOf(request), receiver.maxBodyBytes),
      headers: request.headers,
    });
    const context = Object(rest[1]) as { waitUntil?: WaitUntil };
    if (waitUntil !== undefined) waitUntil(finished);
    else context.waitUntil?.(finished);
    return new Response(text, { status, headers: { 'content-type': 'text/plain' } });
  };
}

async function* chunksOf({ body }: Request): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  for (;;) {
    const chunk = await reader?.read();
    if (chunk?.value === undefined) return;
    yield chunk.value;
  }
}
