import type { Knex } from 'knex';
import type { ListStep } from '../../domain/list-parts';
import type { OldRecord, PurgedTable, RetentionRule } from '../../domain/retention/retention';
import { isoOfSeconds } from '../../domain/iso-time';
import { rowsOf, type RawAnswer, readerOf } from '../database/reads';
import { deleteAlone } from './old-rows';

/** Counts that are kept equally long. */
interface OldCounts {
  readonly name: PurgedTable;
  readonly rule: RetentionRule;
  /** How long the stretch of time is that a row counts. */
  readonly spanSeconds: number;
}

const MINUTES = { rule: 'minutes', spanSeconds: 60 } as const;
const HOURS = { rule: 'hours', spanSeconds: 3_600 } as const;

/** All that is counted. Nothing refers to it. */
export const OLD_COUNTS: readonly OldCounts[] = [
  { name: 'delivery_statistics', ...MINUTES },
  { name: 'delivery_statistics', ...HOURS },
  { name: 'url_statistics', ...MINUTES },
  { name: 'url_statistics', ...HOURS },
];

type MinuteRow = Readonly<Record<'at_seconds' | 'rows', number | string>>;

/**
 * The old counts of one table, found by its primary key: a record is all that was counted in one minute or hour of a product
 * environment. Times are ISO text, UTC.
 */
export function createOldStatistics(db: Knex, { name, rule, spanSeconds }: OldCounts) {
  const reader = readerOf(db);
  const of = (from: Knex, environmentId: string | null) =>
    from(name).where({ environment_id: environmentId, span_seconds: spanSeconds });

  return {
    name,
    rule,

    /** The product environments. */
    listParts: (): Promise<readonly string[]> =>
      reader('product_environments').orderBy('id').pluck<string[]>('id'),

    /** Oldest first. */
    async list(
      environmentId: string | null,
      { before, after, limit }: ListStep,
    ): Promise<readonly OldRecord[]> {
      const page = of(reader, environmentId).where('at_seconds', '<', Math.ceil(Date.parse(before) / 1000));
      if (after) void page.where('at_seconds', '>', Number(after.id));
      const rows: readonly MinuteRow[] = await page
        .groupBy('at_seconds')
        .orderBy('at_seconds')
        .limit(limit)
        .select('at_seconds')
        .count({ rows: '*' });
      return rows.map(({ at_seconds: at, rows: count }) => ({
        position: { at: isoOfSeconds(Number(at)), id: String(at) },
        mayGo: true,
        rows: { [name]: Number(count) },
      }));
    },

    /** @returns as the deletion of other old rows does. */
    delete(environmentId: string | null, records: readonly OldRecord[]) {
      return deleteAlone(db, async (trx) => {
        const { sql, bindings } = of(trx, environmentId)
          .whereIn(
            'at_seconds',
            records.map(({ position }) => Number(position.id)),
          )
          .delete()
          .toSQL();
        const returning = `${sql} returning at_seconds`;
        const gone = rowsOf(await trx.raw<RawAnswer<MinuteRow>>(returning, [...bindings]));
        return gone.map(({ at_seconds: at }) => String(at));
      });
    },
  };
}
