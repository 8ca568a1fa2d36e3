import { userInfo } from 'node:os';
import type { Config } from '../config';
import type { Logger } from '../logger';
import type { Author } from '../domain/keys/audit-entry';

/** What a command gets: settings, a logger, and where its answer is printed. */
export interface CommandContext {
  readonly config: Config;
  readonly env: NodeJS.ProcessEnv;
  readonly logger: Logger;
  readonly print: (text: string) => void;
}

/** What a process does: both, the admin API alone, or the workflows and activities alone. */
export type ProcessKind = 'all' | 'api' | 'worker';

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
