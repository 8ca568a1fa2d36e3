import type { Config } from '../config';
import type { Retention } from '../domain/retention/retention';

/** For how long what has ended is kept. */
export function retentionOf({ RETENTION_DAYS, AUDIT_RETENTION_DAYS }: Config): Retention {
  return { recordDays: RETENTION_DAYS, auditDays: AUDIT_RETENTION_DAYS };
}
