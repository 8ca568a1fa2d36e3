import type { DestinationGuard } from '../dependencies';
import { ACCESS_KEY_DECLARATIONS } from './declarations/access-keys';
import { AUDIT_LOG_DECLARATIONS } from './declarations/audit-log';
import { DELIVERY_DECLARATIONS } from './declarations/deliveries';
import { eventDeclarations } from './declarations/events';
import { operationDeclarations } from './declarations/operations';
import { PUBLIC_DECLARATIONS } from './declarations/public';
import { SUB_ACCOUNT_DECLARATIONS } from './declarations/sub-accounts';
import { triggerDeclarations } from './declarations/triggers';
import type { RouteDeclaration } from './route-declaration';

/** Every route of the API. The guard is part of the schemas, and is not asked. */
export function declaredRoutes(guard: DestinationGuard): readonly RouteDeclaration[] {
  return [
    ...triggerDeclarations(guard),
    ...eventDeclarations(guard),
    ...DELIVERY_DECLARATIONS,
    ...operationDeclarations(guard),
    ...SUB_ACCOUNT_DECLARATIONS,
    ...ACCESS_KEY_DECLARATIONS,
    ...AUDIT_LOG_DECLARATIONS,
    ...PUBLIC_DECLARATIONS,
  ];
}
