import { DomainError, type ErrorCode } from '../../domain/errors';
import { describeJsonFault } from '../../domain/json/find-json-fault';
import { checkJsonTree } from './check-json-tree';

/**
 * Reads JSON that somebody else wrote.
 *
 * @param what named by the error, for instance `filter`.
 * @throws DomainError `code` for what is not JSON, `invalid_request` for a tree that `checkJsonTree` refuses.
 */
export function parseJsonText(what: string, text: string, code: ErrorCode = 'invalid_request'): unknown {
  const value = parsed(what, text, code);
  checkJsonTree(value);
  return value;
}

function parsed(what: string, text: string, code: ErrorCode): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DomainError(code, `${what}: ${describeJsonFault(text)}`, { cause });
  }
}
