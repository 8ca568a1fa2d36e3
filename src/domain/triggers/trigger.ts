import { DomainError } from '../errors';
import { isServiceEventType } from '../events/event';
import { ALL_EVENTS } from '../events/event-types';
import { isJsonObject } from '../json/json-values';
import type { AuditFacts, Author } from '../keys/audit-entry';
import type { UriType } from '../poll/channel';

/** Which signature headers a delivery carries. Source: docs/contract.md §5.3. */
export const AUTH_SCHEMES = ['default', 'legacy_hmac', 'eddsa_v2'] as const;
export type AuthScheme = (typeof AUTH_SCHEMES)[number];

/**
 * Which answers of a receiver accept a notification: 200 alone, the contract, or any from 200 to 299.
 * Source: docs/decisions.md D18.
 */
export const SUCCESS_STATUSES = ['200', '2xx'] as const;
export type SuccessStatuses = (typeof SUCCESS_STATUSES)[number];

/** A JSON tree with Mustache templates as its string leaves. */
export type PayloadTemplate = { readonly [key: string]: unknown };

/** A JSONLogic expression: an object with exactly one operator. */
export type Filter = { readonly [operator: string]: unknown };

/** Pairs one event type (or `all`) with one destination. */
export interface Trigger {
  readonly id: string;
  readonly environmentId: string;
  /** Follows from the URL. */
  readonly uriType: UriType;
  readonly uri: string;
  readonly eventType: string;
  /** Fires even when the request carries its own `notification_url`. */
  readonly additive: boolean;
  readonly authScheme: AuthScheme;
  readonly successStatuses: SuccessStatuses;
  readonly filter: Filter | undefined;
  readonly payloadTemplate: PayloadTemplate | undefined;
  /** ISO text, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Whether a trigger asks for events of a type. No trigger can ask for the service's own events. */
export function isSubscribedTo({ eventType }: Pick<Trigger, 'eventType'>, type: string): boolean {
  return (eventType === type || eventType === ALL_EVENTS) && !isServiceEventType(type);
}

/** What a trigger's owner changes. An absent key leaves the field as it is; `undefined` as a value clears it. */
export type TriggerChanges = Partial<
  Pick<Trigger, 'uri' | 'additive' | 'authScheme' | 'successStatuses' | 'filter' | 'payloadTemplate'>
> & { readonly updatedAt: string };

/** How much a product environment may have. */
export interface TriggerLimits {
  /** Distinct ones. */
  readonly maxNotificationUrls: number;
  readonly maxTriggers: number;
}

/** The limits of a change, and its author. */
export interface TriggerTerms {
  readonly limits: TriggerLimits;
  readonly by: Author;
}

interface TriggerCounts {
  /** Distinct ones. */
  readonly urls: number;
  readonly triggers: number;
}

interface CountedChange {
  readonly before: TriggerCounts;
  readonly after: TriggerCounts;
}

/** @throws DomainError `limit_reached` with the limit and the count, for a change that adds to what is beyond it. */
export function refuseBeyondLimits(
  { before, after }: CountedChange,
  { maxNotificationUrls, maxTriggers }: TriggerLimits,
): void {
  const refuse = (what: string, limit: number, had: number, has: number) => {
    if (has <= limit || has <= had) return;
    const message = `the product environment may have at most ${limit} ${what}; it has ${had}`;
    throw new DomainError('limit_reached', message);
  };
  refuse('notification URLs', maxNotificationUrls, before.urls, after.urls);
  refuse('triggers', maxTriggers, before.triggers, after.triggers);
}

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
 * Finds what a trigger was at some time. One that changed later is known by the audit log, which masks the user,
 * password and query values of URLs.
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
