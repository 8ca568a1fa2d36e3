/** A request of `node:http`, as far as it matters. */
export interface NodeRequestLike extends AsyncIterable<Uint8Array> {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly readableEnded?: boolean;
}

/**
 * Finds the bytes of a request's body: those that a parser kept, else those of the stream. When a parser has read the
 * stream and kept no bytes, returns what it made of them, which `handle` refuses with an explanation.
 *
 * @throws an error with status 413 when the body is larger than `maxBytes`.
 */
export async function rawBodyOf(
  request: NodeRequestLike,
  { rawBody, body }: { readonly rawBody?: unknown; readonly body?: unknown },
  maxBytes: number,
): Promise<unknown> {
  const kept = rawBody ?? body;
  if (typeof kept === 'string' || kept instanceof Uint8Array) return kept;
  return request.readableEnded ? body : readAll(request, maxBytes);
}

/** Reads to the end also what is too large: only then does the sender read the answer. */
export async function readAll(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const kept: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length <= maxBytes) kept.push(chunk);
    else kept.length = 0;
  }
  if (length > maxBytes) throw Object.assign(new Error('the body is too large'), { status: 413 });
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of kept) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
