import type { PageQuery } from '../page-query';
import type { Author } from './author';

/**
 * What the audit log records. `delivery.retry` and `delivery.cancel` are requests, recorded before anything comes of them;
 * the last ones are what the service itself has mended.
 */
export const AUDIT_ACTIONS = [
  'product_environment.create',
  'product_environment.update',
  'product_environment.delete',
  'provisioning_key.issue',
  'access_key.create',
  'access_key.update',
  'access_key.delete',
  'signing_key.rotate',
  'signing_key.revoke',
  'secrets.reencrypt',
  'console_session.create',
  'console_session.end',
  'trigger.create',
  'trigger.update',
  'trigger.delete',
  'delivery.retry',
  'delivery.cancel',
  'event.restart',
  'delivery.restart',
  'delivery.settle',
  'operation.restart',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** The state of a thing in the words of the API, without anything secret. */
export type AuditFacts = Readonly<Record<string, unknown>>;

/** A change that is to be recorded. At least one of account and product environment is given. */
export interface AuditedChange {
  readonly action: AuditAction;
  /** By default that of the product environment. */
  readonly accountId?: string | undefined;
  /** `undefined` for what concerns the whole account. */
  readonly environmentId?: string | undefined;
  /** The id of what is changed. */
  readonly subjectId: string;
  /** `undefined` when it did not exist. */
  readonly before?: AuditFacts | undefined;
  /** `undefined` when it no longer exists. */
  readonly after?: AuditFacts | undefined;
  readonly by: Author;
}

/** A line of the audit log. */
export interface AuditEntry extends Omit<AuditedChange, 'accountId'> {
  readonly id: string;
  /** ISO text, UTC. */
  readonly at: string;
}

export interface AuditQuery extends PageQuery {
  readonly action?: AuditAction | undefined;
}

/** Of whom entries are listed. An account's entries are also those of its product environments. */
export type AuditScope = { readonly environmentId: string } | { readonly accountId: string };
