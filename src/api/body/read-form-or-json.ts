import type { IncomingMessage } from 'node:http';
import { decodeUtf8 } from './decode-utf8';
import { parseFormFields, type FormFields } from './form-fields';
import { readBytes } from './read-bytes';
import { DEFAULT_MAX_BYTES, readJsonBody } from './read-json-body';
import { refuseEncoded } from './unsupported-media-type';

const FORM = /^application\/x-www-form-urlencoded\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?;?\s*$/i;
const EXPECTED = '"application/json" or "application/x-www-form-urlencoded", in UTF-8';

/** A request's body: a form's fields, all of them texts or lists of texts, or JSON. */
export type FormOrJson = { readonly form: FormFields } | { readonly json: unknown };

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
    return { json: await readJsonBody(request, maxBytes, EXPECTED) };
  }
  refuseEncoded(request);
  const bytes = await readBytes(request, maxBytes);
  return bytes.length === 0 ? { json: undefined } : { form: parseFormFields(decodeUtf8(bytes)) };
}
