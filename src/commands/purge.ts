import type { CommandContext } from '../app/command-context';
import { retentionOf } from '../config';
import { withStores } from '../app/stores';
import {
  addRowCounts,
  effectiveAuditDays,
  PURGED_TABLES,
  type Retention,
  type RowCounts,
} from '../domain/retention/retention';
import { countOldRows, purgeRounds } from '../outbox/purge';
import type { Form, Typed } from './parse-command-line';

export const PURGE: readonly Form[] = [
  {
    words: [],
    flags: ['dry-run'],
    help: 'deletes what is older than it is kept for now, as the worker does; with --dry-run, counts it only',
    run: (context, { flags }: Typed) => (flags.includes('dry-run') ? countOld(context) : deleteOld(context)),
  },
];

const PROGRESS_EVERY_MS = 2_000;

async function countOld({ config, print }: CommandContext): Promise<void> {
  const retention = retentionOf(config);
  const found = await withStores(config, ({ stores, now }) =>
    countOldRows({ old: stores.retention, retention, now }),
  );
  print(keptFor(retention));
  const lines = PURGED_TABLES.map((table) => {
    const { rows = 0, oldestAt } = found.get(table) ?? {};
    return [table, shown(rows), oldestAt ?? ''] as const;
  });
  for (const line of columns([['would delete from', 'rows', 'oldest'], ...lines])) print(line);
}

async function deleteOld({ config, print }: CommandContext): Promise<void> {
  const retention = retentionOf(config);
  print(keptFor(retention));
  let sinceMs = performance.now();
  let soFar: RowCounts = {};
  const report = (rows: RowCounts) => {
    soFar = addRowCounts(soFar, rows);
    if (performance.now() - sinceMs < PROGRESS_EVERY_MS) return;
    sinceMs = performance.now();
    print(`deleted so far: ${inWords(soFar)}`);
  };
  const { rows, pages } = await withStores(config, ({ stores, now }) =>
    purgeRounds({ old: stores.retention, retention, now })({
      isStopped: () => false,
      report,
      beside: 'go_on',
    }),
  );
  if (pages > 0) print(`gave ${shown(pages)} pages of the file back`);
  print(`deleted: ${inWords(rows)}`);
}

function keptFor(retention: Retention): string {
  const audit = days(effectiveAuditDays(retention));
  const { recordDays } = retention;
  const events = recordDays === 0 ? 'for ever' : `${days(recordDays)} after their end`;
  return `events are kept ${events}, entries of the audit log ${audit}`;
}

function days(count: number): string {
  return count === 0 ? 'for ever' : `${count} days`;
}

function inWords(counts: RowCounts): string {
  const parts = PURGED_TABLES.flatMap((table) => {
    const count = counts[table] ?? 0;
    return count === 0 ? [] : [`${table} ${shown(count)}`];
  });
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

function shown(count: number): string {
  return count.toLocaleString('en');
}

/** Numbers are aligned at their end. */
function columns(lines: readonly (readonly [string, string, string])[]): readonly string[] {
  const width = (column: 0 | 1) => Math.max(...lines.map((line) => line[column].length));
  const [first, second] = [width(0), width(1)];
  return lines.map(([a, b, c]) => `${a.padEnd(first)}  ${b.padStart(second)}  ${c}`.trimEnd());
}
