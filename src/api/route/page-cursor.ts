import { createHash } from 'node:crypto';

/** Time and id of the last one of a page; the next page begins after it. */
export interface PagePosition {
  /** ISO text, UTC. */
  readonly at: string;
  readonly id: string;
}

/** A position in one list. Its key distinguishes the list from all others. */
interface PageCursor extends PagePosition {
  readonly listKey: string;
}

const LIST_KEY_BYTES = 8;

/** @param path of the list, with the product environment or the account in it. */
export function listKey(path: string, filters: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined);
  const text = JSON.stringify([path.replace(/\/$/, ''), given.sort(([a], [b]) => (a < b ? -1 : 1))]);
  return createHash('sha256').update(text).digest().subarray(0, LIST_KEY_BYTES).toString('base64url');
}

/** Opaque to callers: base64url of a JSON array. */
export function encodeCursor({ at, id, listKey }: PageCursor): string {
  return Buffer.from(JSON.stringify([at, id, listKey])).toString('base64url');
}

/** @returns `undefined` for a text that `encodeCursor` cannot have made. */
export function decodeCursor(text: string): PageCursor | undefined {
  const cursor = readCursor(Buffer.from(text, 'base64url').toString('utf8'));
  return cursor && encodeCursor(cursor) === text ? cursor : undefined;
}

function readCursor(json: string): PageCursor | undefined {
  try {
    const [at, id, listKey] = JSON.parse(json) as unknown[];
    if (typeof at !== 'string' || typeof id !== 'string' || typeof listKey !== 'string') return undefined;
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z$/.test(at) && /^[\x21-\x7e]+$/.test(id)
      ? { at, id, listKey }
      : undefined;
  } catch {
    return undefined;
  }
}
