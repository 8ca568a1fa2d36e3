import { DomainError } from '../../domain/errors';
import { showValue } from './show-value';

/** The content of a form or a query: a text for each key, and a list for a key that is repeated or ends with `[]`. */
export type FormFields = Readonly<Record<string, string | readonly string[]>>;

/**
 * Reads a form or a query. `ids=a&ids=b`, `ids[]=a&ids[]=b` and a mixture of both mean the same.
 *
 * @throws DomainError `invalid_request` for what is not percent-encoded UTF-8.
 */
export function parseFormFields(text: string): FormFields {
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
