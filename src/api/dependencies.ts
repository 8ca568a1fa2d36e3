import type { DeliveryQuery } from '../domain/deliveries/delivery-query';
import type { EventQuery, EventRecord, EventSummary } from '../domain/events/event-record';
import type { Caller } from '../domain/keys/caller';
import type { Attempt } from '../domain/deliveries/attempt';
import type { AuditEntry, AuditQuery, AuditedChange } from '../domain/keys/audit-entry';
import type { Author } from '../domain/keys/author';
import type { Delivery } from '../domain/deliveries/delivery';
import type { Event } from '../domain/events/event';
import type { OperationResponse } from '../domain/operations/obey-combination';
import type { OperationKey, OperationRecord } from '../domain/operations/operation-record';
import type { OperationReport, Contradiction } from '../domain/operations/report';
import type { Readdressing } from '../domain/deliveries/readdress';
import type { PostedContent } from '../domain/events/posted-content';
import type { Trigger } from '../domain/triggers/trigger';
import type { Logger } from '../logger';
import type { Provisioning } from './provisioning/ports';

/** What the admin API needs. It never sees Knex or Temporal: the composition root hands these in. */
export interface ApiDependencies {
  readonly environments: EnvironmentAuthentication;
  readonly triggers: TriggerRecords;
  readonly intake: EventIntake;
  readonly events: EventRecords;
  readonly deliveries: DeliveryRecords;
  readonly operationIntake: OperationIntake;
  readonly operations: OperationReader;
  readonly operationAnswers: OperationAnswers;
  readonly deliveryControl: DeliveryControl;
  readonly destinationGuard: DestinationGuard;
  readonly auditLog: AuditLog;
  readonly webhookKeys: WebhookKeys;
  readonly provisioning: Provisioning;
  readonly health: Health;
  /** Whether an error says that the database cannot be read or written at present. */
  readonly isDatabaseUnavailable: (error: unknown) => boolean;
  readonly settings: ApiSettings;
  readonly logger: Logger;
  readonly newId: () => string;
  readonly now: () => Date;
}

export interface ApiSettings {
  readonly version: string;
  /** Distinct notification URLs per product environment. Source: docs/decisions.md D1. */
  readonly maxNotificationUrls: number;
  /** Of one access key or account, in this process; 0: no limit. */
  readonly apiRequestsPerSecond: number;
  /** Events, operations and reports of one access key, in this process; 0: no limit. */
  readonly publishRequestsPerSecond: number;
  readonly maxConcurrentRequests: number;
  /** Of a request, for the database in all. */
  readonly maxDatabaseWaitMs: number;
  /** Proxies in front, whose `X-Forwarded-For` and `X-Forwarded-Host` are believed. */
  readonly trustedProxies: number;
}

export interface EnvironmentAuthentication {
  /** `undefined` for an unknown cloud name, an unknown or disabled key, or a wrong secret: all alike, also in time taken. */
  authenticate(cloudName: string, apiKey: string, apiSecret: string): Promise<Caller | undefined>;
}

export interface TriggerRecords {
  /** @throws DomainError `already_exists` by the unique key; `limit_reached` by the limits, checked in the same transaction. */
  insert(trigger: Trigger, terms: TriggerTerms): Promise<void>;
  find(environmentId: string, id: string): Promise<Trigger | undefined>;
  /** Oldest first; only those of `eventType` when it is given. */
  list(environmentId: string, eventType?: string): Promise<readonly Trigger[]>;
  /** @throws DomainError `already_exists`, `limit_reached`. @returns `undefined` when there is none. */
  update(
    environmentId: string,
    id: string,
    terms: TriggerTerms & { readonly changes: TriggerChanges },
  ): Promise<Trigger | undefined>;
  /** @returns whether there was one. */
  delete(environmentId: string, id: string, by: Author): Promise<boolean>;
}

/** What bounds a change, and who makes it. */
export interface TriggerTerms {
  readonly limits: TriggerLimits;
  readonly by: Author;
}

export interface TriggerLimits {
  readonly maxNotificationUrls: number;
  readonly maxTriggers: number;
}

/** An absent key leaves the field as it is; `undefined` as a value clears it. */
export type TriggerChanges = Partial<
  Pick<Trigger, 'uri' | 'additive' | 'authScheme' | 'successStatuses' | 'filter' | 'payloadTemplate'>
> & { readonly updatedAt: string };

export interface EventIntake {
  /**
   * Durable before it returns. `accepted` for a new event, `duplicate` for the same id and content.
   *
   * @param content decides whether a second event of the same id is the same one. Source: docs/decisions.md D27.
   */
  publish(
    event: Event,
    cloudName: string,
    content: PostedContent,
  ): Promise<'accepted' | 'duplicate' | 'conflict'>;
}

export interface EventRecords {
  find(environmentId: string, eventId: string): Promise<EventRecord | undefined>;
  /** Ordered by (receivedAt, eventId). */
  list(environmentId: string, query: EventQuery): Promise<readonly EventSummary[]>;
}

export interface DeliveryRecords {
  find(environmentId: string, deliveryId: string): Promise<Delivery | undefined>;
  /** Ordered by (createdAt, id). */
  list(environmentId: string, query: DeliveryQuery): Promise<readonly Delivery[]>;
  listAttempts(deliveryId: string): Promise<readonly Attempt[]>;
  /** Only a pending one. @returns whether it was. `at`: ISO text, UTC. */
  markCancelled(deliveryId: string, at: string): Promise<boolean>;
  /**
   * Replaces a delivery's destination and body, and records who asked for it, all or nothing.
   *
   * @returns the delivery as it is now; `undefined` when it has changed since it was read.
   */
  readdress(
    delivery: Delivery,
    terms: { readonly change: Readdressing; readonly at: string; readonly by: Author },
  ): Promise<Delivery | undefined>;
}

export interface DeliveryControl {
  /**
   * Ends the wait of a delivery that is between attempts, or starts a new run of one that has ended.
   * The caller has checked that a delivered one is meant (`force`).
   */
  retry(cloudName: string, delivery: Delivery): Promise<'retrying_now' | 'new_run'>;
  /** Asks the delivery's run to end, which records that. @returns `not_running` when there is none that could. */
  cancel(cloudName: string, delivery: Delivery): Promise<'cancelling' | 'not_running'>;
  /** Page of the delivery's (or event's) workflow in the Temporal UI; `undefined` when no UI is known. */
  deliveryPage(cloudName: string, deliveryId: string): string | undefined;
  eventPage(cloudName: string, eventId: string): string | undefined;
  operationPage(cloudName: string, operationId: string): string | undefined;
}

/** Both are durable before they return. */
export interface OperationIntake {
  /**
   * @param content decides whether a second operation of the same id is the same one. Source: docs/decisions.md D27.
   * @returns the operation that stands under the id: this one, or the one announced before.
   */
  announce(
    record: OperationRecord,
    cloudName: string,
    content: PostedContent,
  ): Promise<{
    readonly outcome: 'accepted' | 'duplicate' | 'conflict';
    readonly record: OperationRecord;
  }>;
  /**
   * @returns `undefined` when there is no such operation; contradictions when it was not taken in because of them.
   */
  report(
    key: OperationKey,
    cloudName: string,
    report: OperationReport,
  ): Promise<
    { readonly isDuplicate: boolean } | { readonly contradictions: readonly Contradiction[] } | undefined
  >;
}

export interface OperationReader {
  find(key: OperationKey): Promise<OperationPage | undefined>;
  /** In the order of receipt. */
  listReports(key: OperationKey): Promise<readonly ReportRecord[]>;
}

/** An operation with what became of it. Times are ISO text, UTC. */
export interface OperationPage extends OperationRecord {
  readonly updatedAt: string;
  readonly endedAt: string | undefined;
}

export interface ReportRecord {
  readonly report: OperationReport;
  readonly receivedAt: string;
  readonly appliedAt: string | undefined;
}

export interface OperationAnswers {
  /**
   * Waits until the operation is answered, the time is over, or `signal` is aborted.
   *
   * @returns `undefined` when there is no such operation.
   */
  wait(
    key: OperationKey,
    until: { readonly waitMs: number; readonly signal: AbortSignal },
  ): Promise<{ readonly response: OperationResponse | undefined } | undefined>;
}

export interface DestinationGuard {
  /**
   * Judges a notification URL's syntax and, resolving its name once, its addresses.
   *
   * @param field named in the error, for instance `uri`.
   * @returns the URL in normal form. A name that does not resolve is let through.
   * @throws DomainError `invalid_url`, `destination_not_allowed`.
   */
  check(field: string, url: string): Promise<string>;
}

export interface AuditLog {
  /** For what is not recorded by the store that changes it. Durable before it returns. */
  record(change: AuditedChange): Promise<void>;
  /** Ordered by (at, id). An account's entries are also those of its product environments. */
  list(
    scope: { readonly environmentId: string } | { readonly accountId: string },
    query: AuditQuery,
  ): Promise<readonly AuditEntry[]>;
}

export interface WebhookKeys {
  /** Public keys of the active Ed25519 pairs: raw 32 bytes, base64url. `undefined` for an unknown cloud name. */
  listPublic(cloudName: string): Promise<readonly { readonly kid: string; readonly x: string }[] | undefined>;
}

export interface Health {
  /** Never rejects; a fault is one readable line. */
  check(): Promise<{
    /** `not writable`: it can be read alone at present, so that most requests can be served. */
    readonly database: 'ok' | 'not writable' | { fault: string };
    readonly temporal: 'ok' | { fault: string };
  }>;
  /** Whether the process is about to end: it serves whoever comes, and wants nobody to come. */
  isDraining(): boolean;
}
