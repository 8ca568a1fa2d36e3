import type { Knex } from 'knex';
import type { FailureNotifications } from '../../domain/failure-notifications/host-trouble';
import type { Author } from '../../domain/keys/audit-entry';
import { readerOf } from '../database/reader-of';
import { recordAudit } from '../keys/audit-log';
import { lockEnvironment } from '../keys/environment-row';
import { troubleFromRow, type TroubledHostRow } from './troubled-host-row';

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

    /** From now on nobody is told, and what is known of hosts is forgotten. @returns whether somebody was told before. */
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
