import type { Knex } from 'knex';
import type { ListStep } from '../../domain/list-parts';
import type { OldRecord, PurgedTable, RetentionRule } from '../../domain/retention/retention';
import { rowsOf, type RawAnswer } from '../database/rows';
import { readerOf } from '../database/reader-of';
import { deleteAlone } from './delete-alone';

/** A table with what grows old, and when a row of it may go. Its index by (part, at, id) leads to the oldest. */
export interface OldTable {
  readonly name: PurgedTable;
  readonly rule: RetentionRule;
  /** What its rows belong to, one part after the other. */
  readonly part?: {
    readonly column: string;
    readonly list: (db: Knex) => Promise<readonly (string | null)[]>;
  };
  /** Columns of the time by which rows are old, and of what names a row within its part. */
  readonly at: string;
  readonly id: string;
  /** A condition besides the age; `:before` is ISO text, UTC. */
  readonly mayGo?: string;
  /** How many rows of other tables go with a row. */
  readonly dependents?: Readonly<Partial<Record<PurgedTable, string>>>;
  /** Makes whoever is about to change what the condition reads wait, or waits for them. For PostgreSQL: SQLite has one writer. */
  readonly lock?: (trx: Knex, part: string | null, ids: readonly string[]) => Promise<unknown>;
  /** Deletes within it, in the transaction. */
  readonly within?: (trx: Knex, before: string, work: () => Promise<Keys>) => Promise<Keys>;
}

type Keys = readonly Readonly<Record<string, string>>[];
type FoundRow = Readonly<Record<string, string | number>>;

/** The old rows of one table. Times are ISO text, UTC. */
export function createOldRows(db: Knex, table: OldTable) {
  const { name, rule, at, id, mayGo = 'true', dependents = {} } = table;
  const reader = readerOf(db);
  const isPostgres = (db.client as { config: Knex.Config }).config.client === 'pg';
  const mayGoColumn = `case when ${mayGo} then 1 else 0 end as may_go`;
  const counts = Object.entries(dependents).map(([dependent, sql]) => `(${sql}) as rows_of_${dependent}`);
  const dependentNames = Object.keys(dependents) as PurgedTable[];

  const of = (from: Knex, part: string | null) =>
    table.part ? from(name).where(table.part.column, part) : from(name);

  function toRecord(row: FoundRow): OldRecord {
    const rows = dependentNames.map((each) => [each, Number(row[`rows_of_${each}`])] as const);
    return {
      position: { at: String(row.at), id: String(row.id) },
      mayGo: Number(row.may_go) === 1,
      rows: { [name]: 1, ...Object.fromEntries(rows) },
    };
  }

  return {
    name,
    rule,

    /** What its rows belong to, one after the other. */
    listParts: async (): Promise<readonly (string | null)[]> =>
      table.part ? table.part.list(reader) : [null],

    /** Oldest first. */
    async list(part: string | null, { before, after, limit }: ListStep): Promise<readonly OldRecord[]> {
      const page = of(reader, part).where(at, '<', before);
      if (after) void page.whereRaw('(??, ??) > (?, ?)', [at, id, after.at, after.id]);
      const rows: readonly FoundRow[] = await page
        .orderBy([{ column: at }, { column: id }])
        .limit(limit)
        .select({ at, id }, reader.raw(mayGoColumn, { before }), ...counts.map((sql) => reader.raw(sql)));
      return rows.map(toRecord);
    },

    /**
     * Deletes those that still may go, with what goes with them, all or nothing.
     *
     * @returns the ids of those that it has deleted, and how long that took; `undefined` when another process deletes at
     *   this moment.
     */
    delete(part: string | null, records: readonly OldRecord[], before: string) {
      const ids = records.map(({ position }) => position.id);
      return deleteAlone(db, async (trx) => {
        if (isPostgres) await table.lock?.(trx, part, ids);
        const work = async () => {
          const { sql, bindings } = of(trx, part)
            .whereIn(id, [...ids])
            // No column by itself: SQLite would take the index by age, and read all that is old.
            .whereRaw("?? || '' < ?", [at, before])
            .whereRaw(mayGo, { before })
            .delete()
            .toSQL();
          const returning = `${sql} returning ${id}`;
          return rowsOf(await trx.raw<RawAnswer<Keys[number]>>(returning, [...bindings]));
        };
        const deleted = await (table.within ? table.within(trx, before, work) : work());
        return deleted.map((row) => row[id] ?? '');
      });
    },
  };
}
