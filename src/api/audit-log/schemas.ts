import { z } from 'zod';
import { AUDIT_ACTIONS, AUTHOR_KINDS } from '../../domain/keys/audit-entry';
import { jsonObject, time } from '../route/fields';
import { nextCursor, pageFields } from '../route/page';
import { strictObject } from '../route/parse';

const ID = '1 to 255 characters, none of them a control character';

/** The id of anything, also the name of a user of the command line. */
const anyId = z.string(ID).refine((text) => /^[^\p{Cc}\p{Cs}]{1,255}$/u.test(text), ID);
const idMeta = { minLength: 1, maxLength: 255 };

/** Query of `GET …/audit_log`. */
export const listAuditLogQuery = strictObject({
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
