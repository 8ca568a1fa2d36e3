/** The last delivery of a page; the next page begins after it. */
interface DeliveryCursor {
  readonly createdAt: string;
  readonly id: string;
}

/** Opaque to callers: base64url of a JSON pair. */
export function encodeCursor({ createdAt, id }: DeliveryCursor): string {
  return Buffer.from(JSON.stringify([createdAt, id])).toString('base64url');
}

/** @returns `undefined` for a text that `encodeCursor` cannot have made. */
export function decodeCursor(text: string): DeliveryCursor | undefined {
  const cursor = readPair(Buffer.from(text, 'base64url').toString('utf8'));
  return cursor && encodeCursor(cursor) === text ? cursor : undefined;
}

function readPair(json: string): DeliveryCursor | undefined {
  try {
    const [createdAt, id] = JSON.parse(json) as unknown[];
    if (typeof createdAt !== 'string' || typeof id !== 'string') return undefined;
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z$/.test(createdAt) && /^[\x21-\x7e]+$/.test(id)
      ? { createdAt, id }
      : undefined;
  } catch {
    return undefined;
  }
}
