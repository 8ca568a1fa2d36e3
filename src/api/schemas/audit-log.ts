import { z } from 'zod';
import { AUDIT_ACTIONS } from '../../domain/keys/audit-entry';
import { strictObject } from '../parse';
import { pageFields } from './page-fields';

/** Query of `GET …/audit_log`. */
export const listAuditLogQuery = strictObject({
  action: z.enum(AUDIT_ACTIONS, `one of ${AUDIT_ACTIONS.join(', ')}`).optional(),
  ...pageFields,
});
