import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { isJsonObject } from '../../domain/json/json-values';
import { checkJsonTree, parseJsonText } from './json-text';
import { showValue } from './parse';
import type { RequestContext } from './request-state';

/** Bytes of the body that makes or changes a trigger: a filter and a template of 16 KiB each, however they are escaped. */
export const MAX_TRIGGER_BYTES = 256 * 1024;

/** Bytes of the body that brings what an action resulted in: an event, a report on an operation, a sample of either. */
export const MAX_EVENT_BYTES = 1024 * 1024;

/** Bytes of the body that brings a notification as a receiver got it: 1 MiB of it, in base64, and its headers. */
export const MAX_CHECKED_BYTES = 1536 * 1024;

/** Bytes of the body that brings many events. */
export const MAX_BATCH_BYTES = 4 * 1024 * 1024;

const DEFAULT_MAX_BYTES = 64 * 1024;

const JSON_TYPE = '"application/json" in UTF-8';

/**
 * The JSON of a request's body.
 *
 * @param check of its tree, as `checkJsonTree` makes one.
 * @param expected which media types are accepted, for the message.
 * @returns `undefined` when there is no body.
 * @throws DomainError `unsupported_media_type`, `payload_too_large`, or `invalid_request` for what is not UTF-8, not
 * JSON, or a tree that `check` refuses.
 */
export async function readJsonBody(
  request: IncomingMessage,
  maxBytes = DEFAULT_MAX_BYTES,
  check: (tree: unknown) => void = checkJsonTree,
  expected = JSON_TYPE,
): Promise<unknown> {
  const contentType = request.headers['content-type'];
  if (contentType !== undefined && !isJson(contentType)) {
    throw unsupportedMediaType('Content-Type', contentType, expected);
  }
  refuseEncoded(request);
  const bytes = await readBytes(request, maxBytes);
  if (bytes.length === 0) return undefined;
  if (contentType === undefined) throw unsupportedMediaType('Content-Type', undefined, expected);
  return parseJsonText('request body', decodeUtf8(bytes), 'invalid_request', check);
}

function isJson(contentType: string): boolean {
  return /^application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?;?\s*$/i.test(contentType);
}

const FORM = /^application\/x-www-form-urlencoded\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?;?\s*$/i;
const FORM_OR_JSON_TYPE = '"application/json" or "application/x-www-form-urlencoded", in UTF-8';

/** A request's body: a form's fields, all of them texts or lists of texts, or JSON. */
type FormOrJson = { readonly form: FormFields } | { readonly json: unknown };

/**
 * Reads a request's body, a form or JSON.
 *
 * @returns `json: undefined` when there is no body.
 * @throws DomainError as `readJsonBody` does.
 */
export async function readFormOrJson(
  request: IncomingMessage,
  maxBytes = DEFAULT_MAX_BYTES,
): Promise<FormOrJson> {
  if (!FORM.test(request.headers['content-type'] ?? '')) {
    return { json: await readJsonBody(request, maxBytes, checkJsonTree, FORM_OR_JSON_TYPE) };
  }
  refuseEncoded(request);
  const bytes = await readBytes(request, maxBytes);
  return bytes.length === 0 ? { json: undefined } : { form: parseFormFields(decodeUtf8(bytes)) };
}

/** @throws DomainError `unsupported_media_type` for a body that is compressed. */
function refuseEncoded({ headers }: IncomingMessage): void {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw unsupportedMediaType('Content-Encoding', encoding, 'none');
  }
}

/**
 * Reads a request's body as it was sent.
 *
 * @throws DomainError `payload_too_large` beyond `maxBytes`, whether declared or not; `invalid_request` when the
 * connection ends before the body does.
 */
async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length']) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    // What comes after the limit is still taken in and dropped: cutting the connection would cost the caller the answer.
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) {
        chunks.push(chunk);
      } else {
        chunks.length = 0;
        reject(tooLarge(maxBytes));
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', (cause) => reject(cutShort(size, cause)));
  });
}

function tooLarge(maxBytes: number): DomainError {
  return new DomainError('payload_too_large', `request body: expected at most ${maxBytes} bytes, got more`);
}

function cutShort(size: number, cause: unknown): DomainError {
  return new DomainError(
    'invalid_request',
    `request body: got ${size} bytes before the connection was closed, expected all of it`,
    { cause },
  );
}

/** The text of a request's body. @throws DomainError `invalid_request` for what is not UTF-8. */
function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const shown = showValue(bytes.toString('utf8'));
    throw new DomainError('invalid_request', `request body: got ${shown}, expected valid UTF-8`, { cause });
  }
}

function unsupportedMediaType(header: string, value: string | undefined, expected: string): DomainError {
  return new DomainError(
    'unsupported_media_type',
    `${header}: got ${showValue(value)}, expected ${expected}`,
  );
}

/** The content of a form or a query: a text for each key. A key that is repeated or ends with `[]` has a list. */
type FormFields = Readonly<Record<string, string | readonly string[]>>;

/**
 * Reads a form or a query. `ids=a&ids=b`, `ids[]=a&ids[]=b` and a mixture of both mean the same.
 *
 * @throws DomainError `invalid_request` for what is not percent-encoded UTF-8.
 */
function parseFormFields(text: string): FormFields {
  const fields = new Map<string, string | readonly string[]>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const key = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
    const name = key.replace(/\[\]$/, '');
    const before = fields.get(name);
    const isSingle = before === undefined && name === key;
    fields.set(name, isSingle ? value : [...[before ?? []].flat(), value]);
  }
  return Object.fromEntries(fields);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (cause) {
    const message = `form or query: got ${showValue(text)}, expected percent-encoded UTF-8`;
    throw new DomainError('invalid_request', message, { cause });
  }
}

const ACCOUNT_ID_FIELD = 'accountId';

/**
 * The fields that any request of the provisioning API may have in its query: an official client repeats the account
 * there.
 */
export const accountQuery = {
  [ACCOUNT_ID_FIELD]: z.string().min(1).describe('The account’s id, as in the path.').optional(),
};

type Fields = Readonly<Record<string, unknown>>;

/**
 * The fields of a request of the provisioning API, from its query and its body. Official clients send filters in the
 * body of a GET, and the account's id in the query, which is checked here. Source: docs/decisions.md D38.
 *
 * @throws DomainError `invalid_request` when query and body, or path and account id, contradict each other; as
 * `readFormOrJson` does.
 */
export async function readAccountFields(ctx: RequestContext): Promise<Fields> {
  const query = parseFormFields(ctx.querystring);
  const body = await bodyFields(ctx.req);
  for (const [name, value] of Object.entries(query)) {
    if (Object.hasOwn(body, name) && asText(body[name]) !== asText(value)) {
      throw contradiction(name, value, body[name]);
    }
  }
  const { [ACCOUNT_ID_FIELD]: accountId, ...fields } = { ...query, ...body };
  if (accountId !== undefined && accountId !== ctx.state.accountId) throw otherAccount(accountId);
  return fields;
}

async function bodyFields(request: IncomingMessage): Promise<Fields> {
  if (!hasBody(request)) return {};
  const body = await readFormOrJson(request);
  if ('form' in body) return body.form;
  const { json = {} } = body;
  if (isJsonObject(json)) return json;
  // PHP has no empty object: its official client writes this one.
  if (Array.isArray(json) && json.length === 0) return {};
  throw new DomainError('invalid_request', `request body: got ${showValue(json)}, expected a JSON object`);
}

/** An official client names a media type also where it sends nothing. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** A query knows only texts: `1` there is what `1` is in JSON. */
function asText(value: unknown): string {
  if (Array.isArray(value)) return value.map(asText).join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function contradiction(name: string, inQuery: unknown, inBody: unknown): DomainError {
  return new DomainError(
    'invalid_request',
    `${name}: got ${showValue(inQuery)} in the query and ${showValue(inBody)} in the body, expected the same in both, or one of them`,
  );
}

function otherAccount(accountId: unknown): DomainError {
  return new DomainError(
    'invalid_request',
    `${ACCOUNT_ID_FIELD}: got ${showValue(accountId)}, expected the id of the account in the path`,
  );
}
