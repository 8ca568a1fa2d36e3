import { toSecondsWithOffset } from '../../domain/iso-time';
import type { Trigger } from '../../domain/triggers/trigger';

/** A trigger as callers see it: keys and their order as in docs/contract.md §1.7; `success_statuses` is ours. */
export function presentTrigger(trigger: Trigger) {
  return {
    id: trigger.id,
    product_environment_id: trigger.environmentId,
    uri_type: trigger.uriType,
    uri: trigger.uri,
    event_type: trigger.eventType,
    created_at: toSecondsWithOffset(trigger.createdAt),
    updated_at: toSecondsWithOffset(trigger.updatedAt),
    additive: trigger.additive,
    auth_scheme: trigger.authScheme,
    success_statuses: trigger.successStatuses,
    ...(trigger.filter && { filter: trigger.filter, filter_language: 'jsonlogic' as const }),
    ...(trigger.payloadTemplate && { payload_template: trigger.payloadTemplate }),
  };
}
