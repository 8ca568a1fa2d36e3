import type { z } from 'zod';
import type { auditLogAnswer } from '../../api/audit-log/routes';
import { call } from './call';
import { environmentPath } from './environment-path';
import { useList, withQuery } from './list';
import type { Session } from './session';

type AuditLogPage = z.output<typeof auditLogAnswer>;
export type ListedChange = AuditLogPage['entries'][number];

/** The filters of `GET /audit_log`. */
export const AUDIT_FILTERS = ['action', 'subject_id', 'actor_id', 'from', 'to'] as const;
type AuditFilters = Readonly<Partial<Record<(typeof AUDIT_FILTERS)[number], string>>>;

/** Entries of the audit log, newest first. @param pageSize the API's own unless it is given. */
export function useAuditLog({ cloud_name: cloudName }: Session, filters: AuditFilters, pageSize?: number) {
  const query = { ...filters, ...(pageSize !== undefined && { max_results: String(pageSize) }) };
  return useList<ListedChange>({
    what: 'audit-log',
    cloudName,
    filters: query,
    load: async (cursor, signal) => {
      const path = withQuery(environmentPath(cloudName, 'audit_log'), {
        ...query,
        next_cursor: cursor,
      });
      const { entries, next_cursor: nextCursor } = await call<AuditLogPage>(path, { signal });
      return { items: entries, nextCursor };
    },
  });
}
