import { setTimeout as wait } from 'node:timers/promises';
import type { ListStep, Position } from '../domain/list-parts';
import {
  addRowCounts,
  retentionBorders,
  type OldRecord,
  type PurgedTable,
  type Retention,
  type RetentionRule,
  type RowCounts,
  countRows,
  FIRST_STEP_SIZE,
  nextStepSize,
  takeStep,
} from '../domain/retention/retention';
import type { Logger } from '../logger';
import { repeat, type Repeated } from './repeat';

/** One kind of what grows old. Times are ISO text, UTC. */
export interface OldKind {
  readonly name: PurgedTable;
  readonly rule: RetentionRule;
  /** What its records belong to, one after the other. */
  listParts(): Promise<readonly (string | null)[]>;
  /** Oldest first. */
  list(part: string | null, step: ListStep): Promise<readonly OldRecord[]>;
  /**
   * Deletes those that still may go, with what goes with them, all or nothing.
   *
   * @returns `undefined` when another process deletes at this moment.
   */
  delete(
    part: string | null,
    records: readonly OldRecord[],
    before: string,
  ): Promise<DeletionStep | undefined>;
}

/** The rows that a transaction has deleted. */
interface DeletionStep {
  readonly ids: ReadonlySet<string>;
  /** From the transaction's begin to its end, without the wait for a connection. */
  readonly heldMs: number;
}

export interface OldRecords {
  readonly kinds: readonly OldKind[];
  /** How long a step may take, for the sake of others who write. */
  readonly stepTargetMs: number;
  /** Makes what a step has written cost no other writer anything. */
  settle(): Promise<void>;
  /** Gives free space back to the file system, unless there is none left. */
  giveBackSpace(maxPages: number): Promise<GivenBack | undefined>;
}

/** Pages of a file. */
interface GivenBack {
  readonly pages: number;
  /** From the transaction's begin to its end, without the wait for a connection. */
  readonly heldMs: number;
}

interface Dependencies {
  readonly old: OldRecords;
  readonly retention: Retention;
  readonly now: () => Date;
  /** Waits between two steps. */
  readonly pause?: (ms: number) => Promise<void>;
}

/** The result of a round. */
export interface Purged {
  readonly rows: RowCounts;
  /** Pages of an SQLite file that were given back. */
  readonly pages: number;
}

interface Round {
  readonly isStopped: () => boolean;
  /** Told of each step, and how long its transaction lasted. */
  readonly report: (rows: RowCounts, heldMs: number) => void;
  /** What to do when another process deletes at this moment: leave the rest to it, or go on beside it. */
  readonly beside: 'leave' | 'go_on';
}

/** Counts what the purge does. */
interface PurgeMetrics {
  rowsPurged(table: PurgedTable, rows: number): void;
  /** A transaction, without the wait for a connection. */
  purgeStepTaken(seconds: number): void;
}

const INTERVAL_MS = 600_000;
const PAGE = 200;
/** Other writers have the database for four fifths of the time. */
const PAUSE_PER_STEP = 4;
const MAX_PAUSE_MS = 1_000;
const BUSY_PAUSE_MS = 50;
/** Rows, or pages. Moving them takes some milliseconds then, and five times as long for five times as many. */
const SETTLE_AFTER = 100;

/** Deletes what is older than it is kept for, again and again. Several processes may do it at once. Source: docs/decisions.md D37. */
export function createPurge({
  logger,
  metrics,
  ...deps
}: Dependencies & { readonly logger: Logger; readonly metrics: PurgeMetrics }): Repeated {
  const purge = purgeRounds(deps);
  const report = (rows: RowCounts, heldMs: number) => {
    metrics.purgeStepTaken(heldMs / 1000);
    for (const [table, count] of Object.entries(rows)) metrics.rowsPurged(table as PurgedTable, count);
  };
  return repeat(INTERVAL_MS, async (isStopped) => {
    try {
      const { rows, pages } = await purge({ isStopped, report, beside: 'leave' });
      if (Object.keys(rows).length === 0 && pages === 0) return;
      logger.info('deleted what was older than it is kept for', { ...rows, pages_given_back: pages });
    } catch (error) {
      const reason = (error as Error).message;
      logger.warn('could not delete what is older than it is kept for; the next round will', { reason });
    }
  });
}

/**
 * Makes a function that deletes, in one round, all that is older than it is kept for. Each step is a transaction of some
 * milliseconds, and a pause follows that is longer, so that nobody else waits for long.
 */
export function purgeRounds({
  old,
  retention,
  now,
  pause = wait,
}: Dependencies): (round: Round) => Promise<Purged> {
  let rowsOfStep = FIRST_STEP_SIZE;
  let pagesOfStep = FIRST_STEP_SIZE;
  let unsettled = 0;

  return async ({ isStopped, report, beside }) => {
    const borders = retentionBorders(retention, now());
    let rows: RowCounts = {};
    let isLeft = false;
    const isOver = () => isLeft || isStopped();

    for (const kind of old.kinds) {
      const before = borders[kind.rule];
      if (before === undefined) continue;
      for (const part of isOver() ? [] : await kind.listParts()) {
        for await (const page of pagesOf(kind, part, before, isOver))
          await purgeAll(kind, { part, page, before });
      }
    }
    const pages = await giveBack(isOver);
    if (unsettled > 0) await settle();
    return { rows, pages };

    async function purgeAll(
      kind: OldKind,
      { part, page, before }: { part: string | null; page: readonly OldRecord[]; before: string },
    ): Promise<void> {
      let left = page.filter(({ mayGo }) => mayGo);
      while (left.length > 0 && !isOver()) {
        const step = takeStep(left, rowsOfStep);
        const begunMs = performance.now();
        const deleted = await kind.delete(part, step, before);
        if (deleted) {
          const tookMs = performance.now() - begunMs;
          rowsOfStep = nextStepSize(rowsOfStep, deleted.heldMs, old.stepTargetMs);
          note(
            step.filter(({ position }) => deleted.ids.has(position.id)),
            deleted.heldMs,
          );
          left = left.slice(step.length);
          await rest(tookMs, countRows(step));
        } else if (beside === 'leave') isLeft = true;
        else await pause(BUSY_PAUSE_MS);
      }
    }

    function note(gone: readonly OldRecord[], heldMs: number): void {
      const sum = gone.reduce<RowCounts>((counts, each) => addRowCounts(counts, each.rows), {});
      rows = addRowCounts(rows, sum);
      report(sum, heldMs);
    }
  };

  async function giveBack(isOver: () => boolean): Promise<number> {
    let pages = 0;
    while (!isOver()) {
      const begunMs = performance.now();
      const given = await old.giveBackSpace(pagesOfStep);
      if (!given) break;
      pages += given.pages;
      pagesOfStep = nextStepSize(pagesOfStep, given.heldMs, old.stepTargetMs);
      await rest(performance.now() - begunMs, given.pages);
    }
    return pages;
  }

  /** The longer others kept a step waiting, the longer it leaves the database to them. */
  async function rest(tookMs: number, written: number): Promise<void> {
    unsettled += written;
    if (unsettled >= SETTLE_AFTER) await settle();
    await pause(Math.min(MAX_PAUSE_MS, tookMs * PAUSE_PER_STEP));
  }

  async function settle(): Promise<void> {
    unsettled = 0;
    await old.settle();
  }
}

/** For one table, how many rows are old enough, and the time of the oldest. */
export interface OldRows {
  readonly rows: number;
  /** ISO text, UTC; only of what goes by its own age. */
  readonly oldestAt: string | undefined;
}

/** Counts what a round would delete at this moment, and deletes nothing. */
export async function countOldRows({
  old,
  retention,
  now,
}: Dependencies): Promise<ReadonlyMap<PurgedTable, OldRows>> {
  const borders = retentionBorders(retention, now());
  const found = new Map<PurgedTable, OldRows>();
  const add = (table: PurgedTable, rows: number, at: string | undefined) => {
    const before = found.get(table);
    const times = [before?.oldestAt, at].filter((each) => each !== undefined);
    found.set(table, { rows: (before?.rows ?? 0) + rows, oldestAt: times.sort()[0] });
  };
  for (const kind of old.kinds) {
    const before = borders[kind.rule];
    if (before === undefined) continue;
    for (const part of await kind.listParts()) {
      for await (const page of pagesOf(kind, part, before)) {
        for (const { position, rows } of page.filter(({ mayGo }) => mayGo)) {
          for (const [table, count] of Object.entries(rows)) {
            add(table as PurgedTable, count, table === kind.name ? position.at : undefined);
          }
        }
      }
    }
  }
  return found;
}

/** Some at a time: what may not go yet is passed, and looked at again in the next round. */
async function* pagesOf(
  kind: OldKind,
  part: string | null,
  before: string,
  isOver: () => boolean = () => false,
): AsyncGenerator<readonly OldRecord[]> {
  let after: Position | undefined;
  while (!isOver()) {
    const page = await kind.list(part, { before, after, limit: PAGE });
    yield page;
    after = page.at(-1)?.position;
    if (page.length < PAGE) return;
  }
}
