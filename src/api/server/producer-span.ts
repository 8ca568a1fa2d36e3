import type { Middleware } from 'koa';
import { parseTraceparent } from '../../domain/traces/span-context';
import type { RequestState } from '../route/request-state';

/** Reads which span of the caller's a request belongs to. What is no `traceparent` is ignored, as W3C Trace Context asks. */
export const readProducerSpan: Middleware<RequestState> = (ctx, next) => {
  const producer = parseTraceparent(ctx.get('traceparent'));
  if (producer) ctx.state.producer = producer;
  return next();
};
