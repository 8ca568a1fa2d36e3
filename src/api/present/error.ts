import { ERROR_CODES } from '../../domain/errors';

/** The words of the domain, and those for faults that lie in HTTP or in ourselves. */
export const WIRE_ERROR_CODES = [
  ...ERROR_CODES,
  'method_not_allowed',
  'request_timeout',
  'headers_too_large',
  'internal_error',
  'unavailable',
] as const;
export type WireErrorCode = (typeof WIRE_ERROR_CODES)[number];

/** The one form of every failed answer's body. Source: docs/contract.md §1.10, with `code` added. */
export function presentError(code: WireErrorCode, message: string) {
  return { error: { message, code } };
}
