import type { AuditFacts } from '../keys/audit-entry';
import { isJsonObject } from '../json/walk-json';
import { AUTH_SCHEMES, SUCCESS_STATUSES, type Trigger } from './trigger';

/** The parts of a trigger that decide who is notified, as they were at some time. */
export interface PastTrigger extends Pick<
  Trigger,
  'id' | 'uri' | 'eventType' | 'additive' | 'authScheme' | 'successStatuses' | 'filter' | 'payloadTemplate'
> {
  /** The first change after that time; `undefined` for a trigger that is still what it was. */
  readonly changedSince: FirstChange | undefined;
}

interface FirstChange {
  readonly action: 'trigger.update' | 'trigger.delete';
  /** ISO text, UTC. */
  readonly at: string;
}

/** The first change of a trigger after some time, as the audit log has it. */
export interface RecordedChange extends FirstChange {
  readonly triggerId: string;
  /** The trigger until then: what is secret in it is masked. */
  readonly before: AuditFacts | undefined;
}

/**
 * Finds what a trigger was at some time. One that changed later is known by the audit log, which masks the user, password
 * and query values of URLs.
 *
 * @param now the trigger as it is; `undefined` when it was deleted.
 * @param change the first one after that time.
 * @returns `undefined` when nobody knows any more.
 */
export function pastTrigger(
  id: string,
  now: Trigger | undefined,
  change: RecordedChange | undefined,
): PastTrigger | undefined {
  if (!change?.before) return now && { ...now, changedSince: undefined };
  const { before, action, at } = change;
  return {
    id,
    uri: String(before.uri),
    eventType: String(before.event_type),
    additive: before.additive === true,
    authScheme: AUTH_SCHEMES.find((scheme) => scheme === before.auth_scheme) ?? 'default',
    // Entries of before the field was known lack it.
    successStatuses: SUCCESS_STATUSES.find((statuses) => statuses === before.success_statuses) ?? '200',
    filter: isJsonObject(before.filter) ? before.filter : undefined,
    payloadTemplate: isJsonObject(before.payload_template) ? before.payload_template : undefined,
    changedSince: { action, at },
  };
}
