import type { AuditEntry, Author } from '../../../src/domain/keys/audit-entry';

/** Who makes the changes of tests that are about something else. */
export const BY: Author = { kind: 'command_line', id: 'tester', requestId: undefined, ip: undefined };

/** A trigger was changed with an access key. */
export function anAuditEntry(changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: 'entry-1',
    environmentId: 'env1',
    at: '2026-03-14T09:26:57.000Z',
    action: 'trigger.update',
    subjectId: 'trg1',
    before: { additive: false },
    after: { additive: true },
    by: { kind: 'access_key', id: '738291046655821', requestId: 'request-1', ip: '192.0.2.1' },
    ...changes,
  };
}
