import type { AuditAction, Author } from '../../domain/keys/audit-entry';

/** What was done, for people. */
export const ACTION_WORDS: Readonly<Record<AuditAction, string>> = {
  'product_environment.create': 'Environment created',
  'product_environment.update': 'Environment changed',
  'product_environment.delete': 'Environment deleted',
  'provisioning_key.issue': 'Provisioning key issued',
  'access_key.create': 'Access key created',
  'access_key.update': 'Access key changed',
  'access_key.delete': 'Access key deleted',
  'signing_key.rotate': 'Ed25519 pair rotated',
  'signing_key.revoke': 'Ed25519 pairs revoked',
  'secrets.reencrypt': 'Secrets re-encrypted',
  'console_session.create': 'Signed in',
  'console_session.end': 'Signed out',
  'trigger.create': 'Trigger created',
  'trigger.update': 'Trigger changed',
  'trigger.delete': 'Trigger deleted',
  'delivery.retry': 'Retry requested',
  'delivery.cancel': 'Cancellation requested',
  'bulk_action.create': 'Bulk action started',
  'bulk_action.cancel': 'End of a bulk action requested',
  'event.restart': 'Event restarted',
  'delivery.restart': 'Delivery restarted',
  'delivery.settle': 'Delivery settled',
  'operation.restart': 'Operation restarted',
  'bulk_action.restart': 'Bulk action restarted',
};

const AUTHOR_WORDS: Readonly<Record<Author['kind'], string>> = {
  access_key: 'access key',
  provisioning_key: 'provisioning key',
  command_line: 'command line',
  service: 'the service itself',
};

/** What kind of author somebody is. */
export function authorWords({ kind, via }: Pick<Author, 'kind' | 'via'>): string {
  const words = AUTHOR_WORDS[kind];
  return via === 'console' ? `${words}, in the Console` : words;
}

/** The page of what was changed; `undefined` for what has none. */
export function subjectHref(action: AuditAction, id: string): string | undefined {
  const [kind] = action.split('.');
  const segment = encodeURIComponent(id);
  if (kind === 'delivery') return `/deliveries/${segment}`;
  if (kind === 'bulk_action') return `/bulk-actions/${segment}`;
  if (kind === 'event') return `/events/${segment}`;
  if (kind === 'trigger') return `/triggers/${segment}`;
  return kind === 'access_key' || kind === 'signing_key' ? '/keys' : undefined;
}

/** What a change made of one field. A side that is `undefined` had no such field. */
export interface FieldChange {
  readonly field: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

type Facts = Readonly<Record<string, unknown>> | null;

/** The fields that a change made different, in the order of what was after it. */
export function fieldChanges(before: Facts, after: Facts): readonly FieldChange[] {
  const fields = new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})]);
  return [...fields]
    .map((field) => ({ field, before: valueText(before, field), after: valueText(after, field) }))
    .filter((change) => change.before !== change.after);
}

const MAX_CHARACTERS = 300;

function valueText(facts: Facts, field: string): string | undefined {
  if (!facts || !Object.hasOwn(facts, field)) return undefined;
  const value = facts[field];
  const text = Array.isArray(value) ? value.map(textOf).join(', ') : textOf(value);
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)} …` : text;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
