import type { AuditEntry } from '../../domain/keys/audit-entry';

export function presentAuditEntry({ by, ...entry }: AuditEntry) {
  return {
    id: entry.id,
    at: entry.at,
    action: entry.action,
    product_environment_id: entry.environmentId ?? null,
    subject_id: entry.subjectId,
    actor: { kind: by.kind, id: by.id },
    before: entry.before ?? null,
    after: entry.after ?? null,
    request_id: by.requestId ?? null,
    ip: by.ip ?? null,
  };
}
