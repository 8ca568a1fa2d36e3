import { ROLES, type Role } from '../domain/keys/role';
import { UsageError } from './parse-command-line';

/** A role as an argument; `admin` when there is none. @throws UsageError */
export function parseRole(text: string = 'admin'): Role {
  const role = ROLES.find((each) => each === text);
  if (role === undefined) throw new UsageError(`role "${text}": expected one of ${ROLES.join(', ')}`);
  return role;
}
