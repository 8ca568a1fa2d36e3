import { userInfo } from 'node:os';
import type { Author } from '../domain/keys/audit-entry';

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
