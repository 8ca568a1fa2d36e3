import { createHash } from 'node:crypto';
import type { PostedContent } from '../domain/events/posted-content';

/** By what a second request is recognised. */
interface ContentHashes {
  readonly contentHash: string;
  /** What `contentHash` was before meanings were compared. */
  readonly formerHash: string;
}

/** Both are equal for a content that was posted in its normal form. */
export function contentHashes({ meaning, asPosted }: PostedContent): ContentHashes {
  return { contentHash: contentHash(meaning), formerHash: contentHash(asPosted) };
}

/** Hex SHA-256 of a JSON value; the order of an object's keys does not matter. */
export function contentHash(content: unknown): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
