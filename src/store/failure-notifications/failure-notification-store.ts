import type { Knex } from 'knex';
import { takeTime } from '../../domain/failure-notifications/host-trouble';
import type { FailureNotifications } from '../../domain/failure-notifications/host-trouble';
import type { Author } from '../../domain/keys/audit-entry';
import { readerOf } from '../database/reads';
import { recordAudit } from '../keys/audit-log';
import { lockEnvironment } from '../keys/environment-row';
import {
  insertFailureEvents,
  troubleFromRow,
  troubleToRow,
  type FailureTerms,
  type TroubledHostRow,
} from './note-ends';

interface UrlRow {
  environment_id: string;
  uri: string;
  updated_at: string;
}

interface Change {
  /** ISO text, UTC. */
  readonly at: string;
  readonly by: Author;
}

const MAX_HOSTS = 50;

/** Who is told when a host fails for good, and of which hosts. */
export function createFailureNotificationStore(db: Knex) {
  const reader = readerOf(db);
  const urls = (from: Knex, environmentId: string) =>
    from<UrlRow>('failure_notification_urls').where({ environment_id: environmentId });

  return {
    /** With the 50 hosts that failed last. */
    async find(environmentId: string): Promise<FailureNotifications> {
      const url = await urls(reader, environmentId).first();
      const hosts = await reader<TroubledHostRow>('troubled_hosts')
        .where({ environment_id: environmentId })
        .orderBy([{ column: 'last_failed_at', order: 'desc' }, { column: 'host' }])
        .limit(MAX_HOSTS);
      return { uri: url?.uri, hosts: hosts.map(troubleFromRow) };
    },

    /** Names who is told from now on. What is known of hosts stays. The same URL again changes nothing. */
    async name(environmentId: string, uri: string, { at, by }: Change): Promise<void> {
      await db.transaction(async (trx) => {
        await lockEnvironment(trx, environmentId);
        const before = await urls(trx, environmentId).first();
        if (before?.uri === uri) return;
        const row = { environment_id: environmentId, uri, updated_at: at };
        await trx<UrlRow>('failure_notification_urls').insert(row).onConflict('environment_id').merge();
        await recordAudit(trx, {
          action: 'failure_url.update',
          environmentId,
          subjectId: environmentId,
          before: before && { uri: before.uri },
          after: { uri },
          by,
        });
      });
    },

    /**
     * From now on nobody is told, and what is known of hosts is forgotten.
     *
     * @returns whether somebody was told before.
     */
    async remove(environmentId: string, { by }: Pick<Change, 'by'>): Promise<boolean> {
      return db.transaction(async (trx) => {
        await lockEnvironment(trx, environmentId);
        const before = await urls(trx, environmentId).first();
        if (!before) return false;
        await urls(trx, environmentId).delete();
        const hosts = () => trx<TroubledHostRow>('troubled_hosts').where({ environment_id: environmentId });
        // In the order in which whoever notes the ends of deliveries locks them.
        await hosts().orderBy('host').forUpdate().select('host');
        await hosts().delete();
        await recordAudit(trx, {
          action: 'failure_url.delete',
          environmentId,
          subjectId: environmentId,
          before: { uri: before.uri },
          by,
        });
        return true;
      });
    },
  };
}

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
