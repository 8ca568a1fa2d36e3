import { createHash } from 'node:crypto';
import type { Middleware } from 'koa';

const DIGEST_BYTES = 18;

/** Names an answer by the bytes of its JSON text, without the mark of a weak tag. Source: docs/decisions.md D64. */
export function entityTag(jsonText: string): string {
  const digest = createHash('sha256').update(jsonText).digest().subarray(0, DIGEST_BYTES);
  return `"${digest.toString('base64url')}"`;
}

/**
 * Whether a list of names, as `If-Match` and `If-None-Match` have it, has one of this answer. Both are compared weakly: a
 * proxy that compresses makes every tag weak. Source: docs/decisions.md D64, D70; RFC 9110 §13.1.
 */
export function isNamed(tag: string, names: string): boolean {
  const each = names.split(',').map((name) => name.trim().replace(/^W\//, ''));
  return each.includes('*') || each.includes(tag);
}

/**
 * Names each answer to a GET by its bytes in `ETag`, and answers 304 without a body to callers that have it already.
 * Repeated requests then move few bytes. This saves no work of the database: the answer must be known first. Source:
 * docs/decisions.md D64, RFC 9110 §13.1.2.
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

/** The answer of a route; a file of the Console is bytes, and its name changes with them. */
function isJson(body: unknown): boolean {
  return typeof body === 'object' && body !== null && !Buffer.isBuffer(body);
}
