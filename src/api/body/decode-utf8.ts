import { DomainError } from '../../domain/errors';
import { showValue } from '../show-value';

/** The text of a request's body. @throws DomainError `invalid_request` for what is not UTF-8. */
export function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const shown = showValue(bytes.toString('utf8'));
    throw new DomainError('invalid_request', `request body: got ${shown}, expected valid UTF-8`, { cause });
  }
}
