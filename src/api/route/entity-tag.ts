import { createHash } from 'node:crypto';

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
