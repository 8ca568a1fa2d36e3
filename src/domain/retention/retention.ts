import type { Position } from '../list-parts';
import { KEPT_HOURS_SECONDS, KEPT_MINUTES_SECONDS } from '../statistics/statistics';

/** For how many days what has ended is kept; 0: for ever. */
export interface Retention {
  readonly recordDays: number;
  /** For the audit log, which is kept at least as long as records. */
  readonly auditDays: number;
}

/** Statistics are counted from what happened in the last 48 hours. Source: docs/decisions.md D67. */
export const MIN_RETENTION_DAYS = 3;

/** Why something goes: it ended long ago, it was recorded or counted long ago, or it has run out. */
export type RetentionRule = 'records' | 'audit_log' | 'expired' | 'minutes' | 'hours';

/** The tables with rows that are deleted because of their age. */
export const PURGED_TABLES = [
  'events',
  'deliveries',
  'attempts',
  'poll_messages',
  'operations',
  'operation_reports',
  'bulk_actions',
  'poll_channels',
  'console_sessions',
  'audit_log',
  'delivery_statistics',
  'url_statistics',
] as const;
export type PurgedTable = (typeof PURGED_TABLES)[number];

export type RowCounts = Readonly<Partial<Record<PurgedTable, number>>>;

/** Something that is old enough by the time that orders its list. */
export interface OldRecord {
  readonly position: Position;
  /** Whether it has ended, and nothing has happened to it since. */
  readonly mayGo: boolean;
  /** The number of rows that are deleted with it, itself included. */
  readonly rows: RowCounts;
}

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/** Before which time something has ended that goes: ISO text, UTC; `undefined` for what is kept for ever. */
export function retentionBorders(
  { recordDays, auditDays }: Retention,
  now: Date,
): Readonly<Record<RetentionRule, string | undefined>> {
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();
  const daysAgo = (days: number) => (days === 0 ? undefined : ago(days * DAY_SECONDS));
  return {
    records: daysAgo(recordDays),
    audit_log: daysAgo(effectiveAuditDays({ recordDays, auditDays })),
    expired: now.toISOString(),
    // One hour more: the oldest minutes that may be asked for make whole hours.
    minutes: ago(KEPT_MINUTES_SECONDS + HOUR_SECONDS),
    hours: ago(KEPT_HOURS_SECONDS),
  };
}

/** An explanation of an event needs the changes of triggers since. @returns days; 0: for ever. */
export function effectiveAuditDays({ recordDays, auditDays }: Retention): number {
  return recordDays === 0 || auditDays === 0 ? 0 : Math.max(recordDays, auditDays);
}

export function addRowCounts(counts: RowCounts, others: RowCounts): RowCounts {
  const sums = PURGED_TABLES.map((table) => [table, (counts[table] ?? 0) + (others[table] ?? 0)] as const);
  return Object.fromEntries(sums.filter(([, sum]) => sum > 0));
}
