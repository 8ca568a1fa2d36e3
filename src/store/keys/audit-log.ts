import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import {
  maskFacts,
  type AuditAction,
  type AuditEntry,
  type AuditFacts,
  type AuditQuery,
  type AuditScope,
  type AuditedChange,
  type Author,
} from '../../domain/keys/audit-entry';
import type { RecordedChange } from '../../domain/triggers/trigger';
import { inChunks, narrowToPage } from '../database/narrow-to-page';
import { readerOf } from '../database/reads';
import { timeOfDatabase } from '../database/database-clock';

interface AuditRow {
  id: string;
  environment_id: string | null;
  account_id: string | null;
  at: string;
  actor_kind: Author['kind'];
  actor_id: string;
  action: AuditAction;
  subject_id: string;
  before: string | null;
  after: string | null;
  request_id: string | null;
  ip: string | null;
  via: 'console' | null;
  self_declared_name: string | null;
}

/** Records a change, masked, in the transaction that makes it: neither is there without the other. */
export async function recordAudit(trx: Knex, change: AuditedChange): Promise<void> {
  const { accountId, environmentId } = change;
  await trx('audit_log').insert({
    id: randomUUID().replaceAll('-', ''),
    environment_id: environmentId ?? null,
    account_id: accountId ?? accountOf(trx, environmentId),
    at: timeOfDatabase(trx),
    ...changeToRow(change),
  });
}

/** The columns that say who did what to what. */
export function changeToRow({ by, action, subjectId, before, after }: AuditedChange) {
  return {
    actor_kind: by.kind,
    actor_id: by.id,
    action,
    subject_id: subjectId,
    before: before ? maskFacts(before) : null,
    after: after ? maskFacts(after) : null,
    request_id: by.requestId ?? null,
    ip: by.ip ?? null,
    via: by.via ?? null,
    self_declared_name: by.selfDeclaredName ?? null,
  };
}

function accountOf(trx: Knex, environmentId: string | undefined) {
  return environmentId === undefined
    ? null
    : trx('product_environments').where({ id: environmentId }).select('account_id');
}

/** The audit log by itself: what is recorded apart from any change of ours, and what is read. */
export function createAuditLog(db: Knex) {
  return {
    record: (change: AuditedChange): Promise<void> => recordAudit(db, change),

    /** Ordered by (at, id). */
    async list(scope: AuditScope, query: AuditQuery): Promise<readonly AuditEntry[]> {
      const page = readerOf(db)<AuditRow>('audit_log').where(
        'accountId' in scope ? { account_id: scope.accountId } : { environment_id: scope.environmentId },
      );
      if (query.action !== undefined) void page.where({ action: query.action });
      if (query.subjectId !== undefined) void page.where({ subject_id: query.subjectId });
      if (query.actorId !== undefined) void page.where({ actor_id: query.actorId });
      narrowToPage(page, { time: 'at', id: 'id' }, query);
      return (await page).map(fromRow);
    },

    /** Of each of these triggers the first change at or after a time, if there is one. @param since ISO text, UTC. */
    async firstTriggerChanges(
      environmentId: string,
      triggerIds: readonly string[],
      since: string,
    ): Promise<readonly RecordedChange[]> {
      const reader = readerOf(db);
      const changes = await Promise.all(
        inChunks(triggerIds).map((chunk) => {
          const ofThem = reader<AuditRow>('audit_log')
            .where({ environment_id: environmentId })
            .whereIn('subject_id', chunk)
            .whereIn('action', ['trigger.update', 'trigger.delete'])
            .where('at', '>=', since);
          return reader
            .select<AuditRow[]>('audit_log.*')
            .from('audit_log')
            .join(ofThem.groupBy('subject_id').select('subject_id').min({ at: 'at' }).as('firsts'), (on) =>
              on.on('firsts.subject_id', 'audit_log.subject_id').andOn('firsts.at', 'audit_log.at'),
            )
            .where('audit_log.environment_id', environmentId)
            .whereIn('audit_log.action', ['trigger.update', 'trigger.delete']);
        }),
      );
      return changes.flat().map(({ subject_id: triggerId, action, at, before }) => ({
        triggerId,
        action: action === 'trigger.delete' ? action : 'trigger.update',
        at,
        before: parsed(before),
      }));
    },
  };
}

function fromRow(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    environmentId: row.environment_id ?? undefined,
    at: row.at,
    action: row.action,
    subjectId: row.subject_id,
    before: parsed(row.before),
    after: parsed(row.after),
    by: {
      kind: row.actor_kind,
      id: row.actor_id,
      requestId: row.request_id ?? undefined,
      ip: row.ip ?? undefined,
      ...(row.via !== null && { via: row.via }),
      ...(row.self_declared_name !== null && { selfDeclaredName: row.self_declared_name }),
    },
  };
}

function parsed(json: string | null): AuditFacts | undefined {
  return json === null ? undefined : (JSON.parse(json) as AuditFacts);
}
