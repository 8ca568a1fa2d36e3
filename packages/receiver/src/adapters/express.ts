import type { Receiver } from '../receiver.ts';
import { rawBodyOf, type NodeRequestLike } from './raw-body.ts';

interface ExpressRequestLike extends NodeRequestLike {
  readonly body?: unknown;
  /** What the `verify` hook of `express.json()` may keep. */
  readonly rawBody?: unknown;
}

interface ExpressResponseLike {
  status(status: number): { type(type: string): { send(text: string): unknown } };
}

/** `app.post('/hooks', expressHandler(receiver))`, before `app.use(express.json())`. */
export function expressHandler(receiver: Receiver) {
  return async (request: ExpressRequestLike, response: ExpressResponseLike): Promise<void> => {
    const body = rawBodyOf(request, request, receiver.maxBodyBytes);
    const { status, text } = await receiver.handle({ body, headers: request.headers });
    response.status(status).type('text/plain').send(text);
  };
}
