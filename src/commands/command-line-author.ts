import { userInfo } from 'node:os';
import type { Author } from '../domain/keys/author';
import { ROLES, type Role } from '../domain/keys/role';
import { UsageError } from './parse-command-line';

/** Who runs this process, for the audit log. */
export function commandLineAuthor(): Author {
  return { kind: 'command_line', id: userName(), requestId: undefined, ip: undefined };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that no user has.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** A role as an argument; `admin` when there is none. @throws UsageError */
export function parseRole(text: string = 'admin'): Role {
  const role = ROLES.find((each) => each === text);
  if (role === undefined) throw new UsageError(`role "${text}": expected one of ${ROLES.join(', ')}`);
  return role;
}
