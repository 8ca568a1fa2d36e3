import type { PageQuery } from '../list-parts';
import { maskUrl } from '../destinations/destination-url';

export const AUTHOR_KINDS = ['access_key', 'provisioning_key', 'command_line', 'service'] as const;

/** Who makes a change, as far as it is known: for the audit log. */
export interface Author {
  readonly kind: (typeof AUTHOR_KINDS)[number];
  /**
   * For a key its number, never its secret. For the command line the name of the operating system's user. For the
   * service the part that acts.
   */
  readonly id: string;
  /** `undefined` on the command line and of the service. */
  readonly requestId: string | undefined;
  /** `undefined` on the command line and of the service. */
  readonly ip: string | undefined;
  /** Absent when the author has sent the key itself. */
  readonly via?: 'console' | undefined;
  /**
   * The name that the author gave when signing in to the Console; nobody has checked it. Source: docs/decisions.md D65.
   */
  readonly selfDeclaredName?: string | undefined;
}

/**
 * The actions that the audit log records. `trigger.send_test`, `delivery.retry`, `delivery.cancel` and
 * `bulk_action.cancel` are requests, recorded before anything comes of them. The last ones are repairs by the service
 * itself.
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
  'trigger.send_test',
  'failure_url.update',
  'failure_url.delete',
  'delivery.retry',
  'delivery.cancel',
  'bulk_action.create',
  'bulk_action.cancel',
  'event.restart',
  'delivery.restart',
  'delivery.settle',
  'operation.restart',
  'bulk_action.restart',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** The state of a thing in the words of the API, without anything secret. */
export type AuditFacts = Readonly<Record<string, unknown>>;

/** A change to record. At least one of account and product environment is given. */
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
  /** The id of what was changed. */
  readonly subjectId?: string | undefined;
  /** The id of who changed it. */
  readonly actorId?: string | undefined;
}

const SECRET_NAME = /secret|password|passphrase|token|authorization|credential|private_?key/i;

/** A URL inside a text; a Mustache tag in it may hold spaces. No part of it can match in two ways: it takes linear time. */
const URL_IN_TEXT = /https?:\/\/(?:\{\{[^{}]*\}\}|[^\s"'<>])+/gi;

/**
 * Returns facts as JSON text that may be kept for ever. Fields with names that suggest a secret become `***`. URLs,
 * even inside texts, lose user, password, query values and fragment.
 */
export function maskFacts(facts: AuditFacts): string {
  return JSON.stringify(facts, (name, value: unknown) => {
    if (SECRET_NAME.test(name) && value !== null) return '***';
    return typeof value === 'string' ? value.replace(URL_IN_TEXT, maskUrl) : value;
  });
}
/** The owner of the listed entries. An account's entries include those of its product environments. */
export type AuditScope = { readonly environmentId: string } | { readonly accountId: string };
