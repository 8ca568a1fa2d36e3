import type { IncomingMessage } from 'node:http';
import { readBytes } from './read-bytes';
import { readJsonBody } from './read-json-body';

const MAX_FORM_BYTES = 16 * 1024;

/**
 * The fields of a request's body, a form's or JSON: an official client sends forms with DELETE.
 *
 * @returns `undefined` when there is no body.
 * @throws DomainError as `readJsonBody` does.
 */
export async function readFormOrJson(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    return readJsonBody(request);
  }
  const bytes = await readBytes(request, MAX_FORM_BYTES);
  return bytes.length === 0 ? undefined : Object.fromEntries(new URLSearchParams(bytes.toString('utf8')));
}
