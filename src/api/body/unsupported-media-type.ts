import type { IncomingMessage } from 'node:http';
import { DomainError } from '../../domain/errors';
import { showValue } from '../show-value';

export function unsupportedMediaType(
  header: string,
  value: string | undefined,
  expected: string,
): DomainError {
  return new DomainError(
    'unsupported_media_type',
    `${header}: got ${showValue(value)}, expected ${expected}`,
  );
}

/** @throws DomainError `unsupported_media_type` for a body that is compressed. */
export function refuseEncoded({ headers }: IncomingMessage): void {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw unsupportedMediaType('Content-Encoding', encoding, 'none');
  }
}
