import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { isJsonObject } from '../../domain/json/walk-json';
import { readFormOrJson } from './body';
import { parseFormFields } from './form-fields';
import type { RequestContext } from './request-state';
import { showValue } from './show-value';

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
