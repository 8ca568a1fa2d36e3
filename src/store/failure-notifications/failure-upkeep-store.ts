import type { Knex } from 'knex';
import { takeTime } from '../../domain/failure-notifications/host-trouble';
import { readerOf } from '../database/reader-of';
import { insertFailureEvents, type FailureTerms } from './insert-failure-events';
import { troubleFromRow, troubleToRow, type TroubledHostRow } from './troubled-host-row';

/** A host of a product environment. */
interface HostKey {
  readonly environmentId: string;
  readonly host: string;
}

/** What the upkeep of failure notifications finds and does. Times are ISO text, UTC. */
export function createFailureUpkeepStore(db: Knex, terms: FailureTerms = {}) {
  return {
    /** Hosts that fail, of which somebody was told before this time, but not of this trouble. */
    async listUntold(toldUntil: string, limit: number): Promise<readonly HostKey[]> {
      const rows = await readerOf(db)<TroubledHostRow>('troubled_hosts')
        .whereNull('recovered_at')
        .where('is_told', false)
        .where('told_at', '<=', toldUntil)
        .orderBy('told_at')
        .limit(limit);
      return rows.map((row) => ({ environmentId: row.environment_id, host: row.host }));
    },

    /** Tells of a host, unless it is well again or somebody was told meanwhile. @returns whether it did. */
    async tell({ environmentId, host }: HostKey, at: string): Promise<boolean> {
      return db.transaction(async (trx) => {
        const own = () =>
          trx<TroubledHostRow>('troubled_hosts').where({ environment_id: environmentId, host });
        // A write comes first: it takes SQLite's lock.
        await own().update({ host });
        const row = await own().forUpdate().first();
        const url = await trx('failure_notification_urls')
          .where({ environment_id: environmentId })
          .first<{ uri: string } | undefined>('uri');
        if (!row || !url) return false;
        const { trouble, tells } = takeTime(troubleFromRow(row), at);
        if (!tells) return false;
        await own().update(troubleToRow(environmentId, trouble));
        const news = [{ type: tells, trouble, at }];
        await insertFailureEvents(trx, news, { environmentId, uri: url.uri, ...terms });
        return true;
      });
    },

    /** Forgets hosts that have not failed since a time. */
    async forget(failedBefore: string): Promise<void> {
      await db<TroubledHostRow>('troubled_hosts').where('last_failed_at', '<', failedBefore).delete();
    },
  };
}
