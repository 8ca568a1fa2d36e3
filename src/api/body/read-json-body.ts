import type { IncomingMessage } from 'node:http';
import { DomainError } from '../../domain/errors';
import { describeJsonFault } from '../../domain/json/describe-json-fault';
import { showValue } from '../show-value';
import { checkJsonTree } from './check-json-tree';
import { readBytes } from './read-bytes';

const DEFAULT_MAX_BYTES = 64 * 1024;

/**
 * The JSON of a request's body.
 *
 * @returns `undefined` when there is no body.
 * @throws DomainError `unsupported_media_type`, `payload_too_large`, or `invalid_request` for what is not UTF-8, not
 * JSON, or a tree that `checkJsonTree` refuses.
 */
export async function readJsonBody(request: IncomingMessage, maxBytes = DEFAULT_MAX_BYTES): Promise<unknown> {
  const { 'content-type': contentType, 'content-encoding': encoding } = request.headers;
  if (contentType !== undefined && !isJson(contentType)) throw unsupported('Content-Type', contentType);
  if (encoding !== undefined && encoding !== 'identity') throw unsupported('Content-Encoding', encoding);
  const bytes = await readBytes(request, maxBytes);
  if (bytes.length === 0) return undefined;
  if (contentType === undefined) throw unsupported('Content-Type', undefined);
  const value = parseJson(decodeUtf8(bytes));
  checkJsonTree(value);
  return value;
}

function isJson(contentType: string): boolean {
  return /^application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?;?\s*$/i.test(contentType);
}

function unsupported(header: string, value: string | undefined): DomainError {
  const expected = header === 'Content-Type' ? '"application/json" in UTF-8' : 'none';
  return new DomainError(
    'unsupported_media_type',
    `${header}: got ${showValue(value)}, expected ${expected}`,
  );
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const shown = showValue(bytes.toString('utf8'));
    throw new DomainError('invalid_request', `request body: got ${shown}, expected valid UTF-8`, { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DomainError('invalid_request', `request body: ${describeJsonFault(text)}`, { cause });
  }
}
