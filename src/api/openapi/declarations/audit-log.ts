import { ACCOUNT_PATH, ENVIRONMENT_PATH } from '../../route/request-state';
import { accountQuery } from '../../route/account-fields';
import { auditLogAnswer, listAuditLogQuery } from '../../audit-log/schemas';
import type { RouteDeclaration } from '../route-declaration';

const about = {
  tag: 'audit',
  method: 'get',
  query: listAuditLogQuery,
  answers: { 200: { description: 'A page of the audit log.', schema: auditLogAnswer } },
} as const;

/** Who changed what. */
export const AUDIT_LOG_DECLARATIONS: readonly RouteDeclaration[] = [
  {
    ...about,
    operationId: 'listAuditLog',
    access: 'administer',
    path: `${ENVIRONMENT_PATH}/audit_log`,
    summary: 'Lists the changes of a product environment',
  },
  {
    ...about,
    operationId: 'listAccountAuditLog',
    access: 'provisioning_key',
    path: `${ACCOUNT_PATH}/audit_log`,
    query: listAuditLogQuery.extend(accountQuery),
    body: listAuditLogQuery.optional(),
    acceptsForm: true,
    summary: 'Lists the changes of the account and of its product environments',
  },
];
