import { DomainError } from '../../domain/errors';
import { ROLES, rolesThatMay, type Role } from '../../domain/keys/role';
import type { RequestState } from '../route/request-state';
import type { Access } from '../route/route';

/**
 * The gate: lets only those pass that a route is for.
 *
 * @throws DomainError `forbidden`; `unauthorized` without a session of the Console.
 */
export function refuseOthers(
  access: Access,
  { caller, accountId, session }: Pick<RequestState, 'caller' | 'accountId' | 'session'>,
): void {
  if (access === 'anybody') return;
  if (access === 'provisioning_key') {
    if (accountId === undefined)
      throw new DomainError('forbidden', 'expected the provisioning key of the account');
    return;
  }
  if (access === 'session') {
    if (session === undefined) throw noSession();
    return;
  }
  const roles = rolesThatMay(access);
  if (caller && roles.includes(caller.role)) return;
  const got = caller ? `an access key with the role "${caller.role}"` : 'no access key';
  const expected = roles.map((role) => `"${role}"`).join(' or ');
  throw new DomainError('forbidden', `role: got ${got}, expected one with the role ${expected}`);
}

/** The roles with access keys that may use a route; all roles if it needs no access key. */
export function rolesOf(access: Access): readonly Role[] {
  return access === 'anybody' || access === 'provisioning_key' || access === 'session'
    ? ROLES
    : rolesThatMay(access);
}

/** The answer for a session that has ended, and for a token that nobody has. */
export function noSession(): DomainError {
  return new DomainError('unauthorized', 'session: got none, or one that has ended: sign in again');
}
