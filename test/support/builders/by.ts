import type { Author } from '../../../src/domain/keys/audit-entry';

/** Who makes the changes of tests that are about something else. */
export const BY: Author = { kind: 'command_line', id: 'tester', requestId: undefined, ip: undefined };
