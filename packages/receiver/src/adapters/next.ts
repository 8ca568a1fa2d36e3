import type { Receiver } from '../receiver.ts';
import { webHandler, type WaitUntil } from './web.ts';

/**
 * `export const POST = nextHandler(receiver)` in `app/hooks/route.ts`. With `ackFirst`, pass Next's own `after` as
 * `waitUntil`.
 */
export function nextHandler(receiver: Receiver, options: { readonly waitUntil?: WaitUntil } = {}) {
  const handle = webHandler(receiver, options);
  return (request: Request): Promise<Response> => handle(request);
}
