/** Time and id of the last one of a page; the next page begins after it. */
export interface PageCursor {
  /** ISO text, UTC. */
  readonly at: string;
  readonly id: string;
}

/** Opaque to callers: base64url of a JSON pair. */
export function encodeCursor({ at, id }: PageCursor): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** @returns `undefined` for a text that `encodeCursor` cannot have made. */
export function decodeCursor(text: string): PageCursor | undefined {
  const cursor = readPair(Buffer.from(text, 'base64url').toString('utf8'));
  return cursor && encodeCursor(cursor) === text ? cursor : undefined;
}

function readPair(json: string): PageCursor | undefined {
  try {
    const [at, id] = JSON.parse(json) as unknown[];
    if (typeof at !== 'string' || typeof id !== 'string') return undefined;
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z$/.test(at) && /^[\x21-\x7e]+$/.test(id)
      ? { at, id }
      : undefined;
  } catch {
    return undefined;
  }
}
