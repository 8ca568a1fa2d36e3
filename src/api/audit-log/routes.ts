import type { z } from 'zod';
import type {
  AuditedChange,
  AuditEntry,
  AuditQuery,
  AuditScope,
  Author,
} from '../../domain/keys/audit-entry';
import type { RecordedChange } from '../../domain/triggers/past-trigger';
import { cutPage, toPageQuery } from '../route/page';
import { route } from '../route/route';
import { auditLogAnswer, listAuditLogQuery } from './schemas';

/** What the routes of the audit log need. */
export interface AuditLogPorts {
  readonly auditLog: Pick<AuditLog, 'list'>;
}

export interface AuditLog {
  /** For what is not recorded by the store that changes it. Durable before it returns. */
  record(change: AuditedChange): Promise<void>;
  /** Ordered by (at, id). */
  list(scope: AuditScope, query: AuditQuery): Promise<readonly AuditEntry[]>;
  /**
   * The first change of each of these triggers at or after a time, if there is one.
   *
   * @param since ISO text, UTC.
   */
  firstTriggerChanges(
    environmentId: string,
    triggerIds: readonly string[],
    since: string,
  ): Promise<readonly RecordedChange[]>;
}

const about = {
  method: 'get',
  path: '/audit_log',
  tag: 'audit',
  answers: { 200: { description: 'A page of the audit log.', schema: auditLogAnswer } },
} as const;

export const listAuditLog = ({ auditLog }: AuditLogPorts) =>
  route({
    ...about,
    in: 'environment',
    access: 'administer',
    rate: 'administration',
    summary: 'Lists the changes of a product environment',
    query: listAuditLogQuery,
    handle: ({ caller: { environmentId }, path, query }) =>
      listPage(auditLog, { environmentId }, { path, query }),
  });

export const listAccountAuditLog = ({ auditLog }: AuditLogPorts) =>
  route({
    ...about,
    in: 'account',
    summary: 'Lists the changes of the account and of its product environments',
    body: listAuditLogQuery,
    alsoInQuery: true,
    handle: ({ accountId, path, body: query }) => listPage(auditLog, { accountId }, { path, query }),
  });

interface AskedList {
  readonly path: string;
  readonly query: z.output<typeof listAuditLogQuery>;
}

async function listPage(auditLog: AuditLogPorts['auditLog'], scope: AuditScope, list: AskedList) {
  const { action, subject_id: subjectId, actor_id: actorId } = list.query;
  const found = await auditLog.list(scope, { action, subjectId, actorId, ...toPageQuery(list) });
  const { page, next } = cutPage(found, list, ({ at, id }) => ({ at, id }));
  return [200, { entries: page.map(presentAuditEntry), ...next }] as const;
}

/** Who made a change, as far as other people of the product environment may know. */
export function presentActor({
  kind,
  id,
  via,
  selfDeclaredName,
}: Pick<Author, 'kind' | 'id' | 'via' | 'selfDeclaredName'>) {
  return {
    kind,
    id,
    ...(via && { via }),
    ...(selfDeclaredName !== undefined && { self_declared_name: selfDeclaredName }),
  };
}

function presentAuditEntry({ by, ...entry }: AuditEntry) {
  return {
    id: entry.id,
    at: entry.at,
    action: entry.action,
    product_environment_id: entry.environmentId ?? null,
    subject_id: entry.subjectId,
    actor: presentActor(by),
    before: entry.before ?? null,
    after: entry.after ?? null,
    request_id: by.requestId ?? null,
    ip: by.ip ?? null,
  };
}
