import type { AuditAction, Author } from '../../domain/keys/audit-entry';
import { differencesBetween, type Difference } from './differences';

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
  'trigger.send_test': 'Test notification requested',
  'failure_url.update': 'URL for failure notifications named',
  'failure_url.delete': 'URL for failure notifications removed',
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
  if (kind === 'failure_url') return '/settings/webhooks';
  if (kind === 'event') return `/events/${segment}`;
  if (action === 'trigger.delete') return `/deliveries?trigger_id=${segment}`;
  if (kind === 'trigger') return `/triggers/${segment}`;
  return kind === 'access_key' || kind === 'signing_key' ? '/keys' : undefined;
}

type Facts = Readonly<Record<string, unknown>> | null;

/** The fields that a change made different, as texts, in the order of what was after it. */
export function fieldChanges(before: Facts, after: Facts): readonly Difference[] {
  return differencesBetween(textsOf(before), textsOf(after));
}

const MAX_CHARACTERS = 300;

function textsOf(facts: Facts): Readonly<Record<string, string>> | null {
  return facts && Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, valueText(value)]));
}

function valueText(value: unknown): string {
  const text = Array.isArray(value) ? value.map(textOf).join(', ') : textOf(value);
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)} …` : text;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
