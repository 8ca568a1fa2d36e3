import type { Middleware } from 'koa';
import { entityTag, isNamed } from '../route/entity-tag';

/**
 * Names each answer to a GET by its bytes in `ETag`, and answers 304 without a body to who has it already. Whoever asks
 * again and again then moves few bytes. It saves no work of the database: what an answer is must be known first.
 * Source: docs/decisions.md D64, RFC 9110 §13.1.2.
 */
export const conditionalGet: Middleware = async (ctx, next) => {
  await next();
  const { method, status } = ctx;
  const body: unknown = ctx.body;
  if ((method !== 'GET' && method !== 'HEAD') || status !== 200 || !isJson(body)) return;
  const text = JSON.stringify(body);
  ctx.type = 'application/json';
  ctx.body = text;
  const tag = entityTag(text);
  ctx.set('ETag', `W/${tag}`);
  // Koa's `fresh` would not do: it never answers 304 to `Cache-Control: no-cache`, which browsers add by themselves.
  if (isNamed(tag, ctx.get('If-None-Match'))) ctx.status = 304;
};

/** What a route answers; a file of the Console is bytes, and changes its name with them. */
function isJson(body: unknown): boolean {
  return typeof body === 'object' && body !== null && !Buffer.isBuffer(body);
}
