import { z } from 'zod';
import { AUDIT_ACTIONS, AUTHOR_KINDS } from '../../domain/keys/audit-entry';
import type {
  AuditedChange,
  AuditEntry,
  AuditQuery,
  AuditScope,
  Author,
} from '../../domain/keys/audit-entry';
import type { RecordedChange } from '../../domain/triggers/trigger';
import { jsonObject, time } from '../route/fields';
import { cutPage, toPageQuery, nextCursor, pageFields } from '../route/page';
import { strictObject } from '../route/parse';
import { route } from '../route/route';

const ID = '1 to 255 characters, none of them a control character';

/** The id of anything, also the name of a user of the command line. */
const anyId = z.string(ID).refine((text) => /^[^\p{Cc}\p{Cs}]{1,255}$/u.test(text), ID);
const idMeta = { minLength: 1, maxLength: 255 };

/** Query of `GET …/audit_log`. */
const listAuditLogQuery = strictObject({
  action: z.enum(AUDIT_ACTIONS, `one of ${AUDIT_ACTIONS.join(', ')}`).optional(),
  subject_id: anyId.meta({ ...idMeta, description: `What was changed: ${ID}` }).optional(),
  actor_id: anyId.meta({ ...idMeta, description: `Who changed it: ${ID}` }).optional(),
  ...pageFields,
});

/** Who made a change. */
export const auditActor = z.object({
  kind: z.enum(AUTHOR_KINDS),
  id: z.string().describe('The number of the key, or the name of the user of the command line.'),
  via: z.literal('console').optional().describe('Present for a change in the Console.'),
  self_declared_name: z
    .string()
    .optional()
    .describe('What somebody called themselves when signing in to the Console; nobody has checked it.'),
});

const auditEntryAnswer = z
  .object({
    id: z.string(),
    at: time,
    action: z.enum(AUDIT_ACTIONS),
    product_environment_id: z.string().nullable().describe('Null for what concerns the whole account.'),
    subject_id: z.string().describe('What was changed.'),
    actor: auditActor,
    before: jsonObject.nullable().describe('Null when it did not exist.'),
    after: jsonObject
      .nullable()
      .describe('Null when it no longer exists, and for requests that change nothing themselves.'),
    request_id: z.string().nullable(),
    ip: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry', description: 'A change and who made it; secrets and query values are masked.' });

export const auditLogAnswer = z.object({ entries: z.array(auditEntryAnswer), next_cursor: nextCursor });

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
