import type { IncomingMessage } from 'node:http';
import { decodeUtf8 } from './decode-utf8';
import { parseJsonText } from './parse-json-text';
import { readBytes } from './read-bytes';
import { refuseEncoded, unsupportedMediaType } from './unsupported-media-type';

export const DEFAULT_MAX_BYTES = 64 * 1024;

const EXPECTED = '"application/json" in UTF-8';

/**
 * The JSON of a request's body.
 *
 * @param expected which media types are accepted, for the message.
 * @returns `undefined` when there is no body.
 * @throws DomainError `unsupported_media_type`, `payload_too_large`, or `invalid_request` for what is not UTF-8, not
 * JSON, or a tree that `checkJsonTree` refuses.
 */
export async function readJsonBody(
  request: IncomingMessage,
  maxBytes = DEFAULT_MAX_BYTES,
  expected = EXPECTED,
): Promise<unknown> {
  const contentType = request.headers['content-type'];
  if (contentType !== undefined && !isJson(contentType)) {
    throw unsupportedMediaType('Content-Type', contentType, expected);
  }
  refuseEncoded(request);
  const bytes = await readBytes(request, maxBytes);
  if (bytes.length === 0) return undefined;
  if (contentType === undefined) throw unsupportedMediaType('Content-Type', undefined, expected);
  return parseJsonText('request body', decodeUtf8(bytes));
}

function isJson(contentType: string): boolean {
  return /^application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?;?\s*$/i.test(contentType);
}
