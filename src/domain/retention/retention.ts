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

export function addRowCounts(counts: RowCounts, others: RowCounts): RowCounts {
  const sums = PURGED_TABLES.map((table) => [table, (counts[table] ?? 0) + (others[table] ?? 0)] as const);
  return Object.fromEntries(sums.filter(([, sum]) => sum > 0));
}

/** Something that is old enough by the time that orders its list. */
export interface OldRecord {
  readonly position: Position;
  /** Whether it has ended, and nothing has happened to it since. */
  readonly mayGo: boolean;
  /** The number of rows that are deleted with it, itself included. */
  readonly rows: RowCounts;
}

/** The first of these with at most this many rows together; at least one, however many rows it has. */
export function takeStep(records: readonly OldRecord[], maxRows: number): readonly OldRecord[] {
  let rows = 0;
  const end = records.findIndex((record, index) => {
    rows += countRows([record]);
    return rows > maxRows && index > 0;
  });
  return end < 0 ? records : records.slice(0, end);
}

/** How many rows go with these, themselves included. */
export function countRows(records: readonly OldRecord[]): number {
  const countsOf = ({ rows }: OldRecord) => Object.values(rows);
  return records.flatMap(countsOf).reduce((sum, count) => sum + count, 0);
}

/**
 * The size of the first step, and the smallest one. A transaction costs more than a few rows do, however busy the
 * machine is.
 */
export const FIRST_STEP_SIZE = 50;
const MAX_STEP_SIZE = 2_000;
const MAX_FALL = 0.5;

/**
 * Computes how much the next step does, by how long one took that did `size`. Falls at once, and grows slowly. It falls
 * to half at most: a single step that took ten times as long says more about the machine than about its size.
 *
 * @param targetMs how long a step may take.
 */
export function nextStepSize(size: number, tookMs: number, targetMs: number): number {
  const fall = Math.max(targetMs / tookMs, MAX_FALL);
  if (tookMs > targetMs) return Math.max(FIRST_STEP_SIZE, Math.floor(size * fall));
  return tookMs > targetMs / 2 ? size : Math.min(MAX_STEP_SIZE, Math.ceil(size * 1.25));
}
