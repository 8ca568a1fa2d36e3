import type { Receiver } from '../receiver.ts';
import { rawBodyOf, type NodeRequestLike } from './raw-body.ts';

interface KoaContextLike {
  readonly req: NodeRequestLike;
  /** Body parsers put `body` and `rawBody` there. */
  readonly request: object;
  status: number;
  type: string;
  body: unknown;
}

/** `router.post('/hooks', koaHandler(receiver))`, before any body parser. */
export function koaHandler(receiver: Receiver) {
  return async (ctx: KoaContextLike): Promise<void> => {
    const body = rawBodyOf(ctx.req, ctx.request, receiver.maxBodyBytes);
    const { status, text } = await receiver.handle({ body, headers: ctx.req.headers });
    ctx.status = status;
    ctx.type = 'text/plain';
    ctx.body = text;
  };
}
