import type { AuditFacts } from '../../domain/keys/audit-entry';
import type { Trigger } from '../../domain/triggers/trigger';

export interface TriggerRow {
  id: string;
  environment_id: string;
  uri_type: Trigger['uriType'];
  uri: string;
  event_type: string;
  additive: boolean | number;
  auth_scheme: Trigger['authScheme'];
  success_statuses: Trigger['successStatuses'];
  filter: string | null;
  payload_template: string | null;
  created_at: string;
  updated_at: string;
}

export function triggerToRow(trigger: Trigger): TriggerRow {
  return {
    id: trigger.id,
    environment_id: trigger.environmentId,
    uri_type: trigger.uriType,
    uri: trigger.uri,
    event_type: trigger.eventType,
    additive: trigger.additive,
    auth_scheme: trigger.authScheme,
    success_statuses: trigger.successStatuses,
    filter: trigger.filter === undefined ? null : JSON.stringify(trigger.filter),
    payload_template: trigger.payloadTemplate === undefined ? null : JSON.stringify(trigger.payloadTemplate),
    created_at: trigger.createdAt,
    updated_at: trigger.updatedAt,
  };
}

export function triggerFromRow(row: TriggerRow): Trigger {
  return {
    id: row.id,
    environmentId: row.environment_id,
    uriType: row.uri_type,
    uri: row.uri,
    eventType: row.event_type,
    additive: Boolean(row.additive),
    authScheme: row.auth_scheme,
    successStatuses: row.success_statuses,
    filter: row.filter === null ? undefined : (JSON.parse(row.filter) as Trigger['filter']),
    payloadTemplate:
      row.payload_template === null
        ? undefined
        : (JSON.parse(row.payload_template) as Trigger['payloadTemplate']),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** What the audit log says of a trigger. */
export function triggerFacts(trigger: Trigger): AuditFacts {
  return {
    uri: trigger.uri,
    event_type: trigger.eventType,
    additive: trigger.additive,
    auth_scheme: trigger.authScheme,
    success_statuses: trigger.successStatuses,
    filter: trigger.filter ?? null,
    payload_template: trigger.payloadTemplate ?? null,
  };
}
