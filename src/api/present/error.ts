import type { ErrorCode } from '../../domain/errors';

/** Words for faults that lie in HTTP or in ourselves, beside those of the domain. */
type WireErrorCode = ErrorCode | 'method_not_allowed' | 'internal_error' | 'unavailable';

/** The one form of every failed answer's body. Source: contract §1.10, with `code` added. */
export function presentError(code: WireErrorCode, message: string) {
  return { error: { message, code } };
}
