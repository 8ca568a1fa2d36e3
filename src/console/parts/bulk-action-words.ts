import type { BulkActionKind, BulkActionStatus } from '../../domain/bulk-actions/bulk-action';
import type { StateWords } from './delivery-words';
import { errorText } from './error-words';
import { visibleText } from './visible-text';
import { numberText } from './number-text';

/** "1 delivery", "1,204 deliveries". */
export function deliveriesText(count: number): string {
  return `${numberText(count)} ${count === 1 ? 'delivery' : 'deliveries'}`;
}

/** What is done, as it is said on a button. */
export const BULK_VERBS: Readonly<Record<BulkActionKind, string>> = { retry: 'Retry', cancel: 'Cancel' };

/** What a bulk action means for each kind of delivery, as sentences. */
export function bulkMeaning(action: BulkActionKind, force: boolean): readonly string[] {
  if (action === 'cancel') {
    return [
      'Those that wait or are being sent end as cancelled. An attempt that is in progress is not taken back.',
      'Nothing is lost: a cancelled delivery can be retried.',
    ];
  }
  const again = 'Those that failed or were cancelled begin a new run, with the same Webhook-Id.';
  return [
    again,
    'For those that wait, the wait ends and the next attempt is made now.',
    ...(force ? ['Receivers get again what was delivered to them.'] : []),
  ];
}

const LEFT_ALONE = [
  ['sending', 'being sent'],
  ['waiting', 'waiting in a channel'],
  ['delivered', 'delivered'],
  ['failed', 'failed'],
  ['cancelled', 'cancelled'],
] as const;
type LeftAlone = Readonly<Record<(typeof LEFT_ALONE)[number][0], number>>;

/** What the filter has that the action does nothing to: "12 delivered, 3 being sent". Empty for nothing. */
export function leftAloneText(counts: LeftAlone): string {
  return LEFT_ALONE.filter(([kind]) => counts[kind] > 0)
    .map(([kind, words]) => `${numberText(counts[kind])} ${words}`)
    .join(', ');
}

type FilterValue = string | number | boolean | readonly string[];

const FILTER_LABELS: Readonly<Record<string, string>> = {
  status: 'status',
  phase: 'status',
  event_type: 'type',
  event_id: 'event',
  destination: 'URL',
  destination_host: 'host',
  error_code: 'last error',
  http_status: 'HTTP status',
  trigger_id: 'trigger',
  bulk_action_id: 'bulk action',
  from: 'created from',
  to: 'created before',
};

/** Which deliveries a filter chooses: "host hooks.example.com · status failed". */
export function bulkFilterText(filter: Readonly<Record<string, FilterValue | undefined>>): string {
  const parts = Object.entries(filter).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (typeof value === 'object') return [`${deliveriesText(value.length)} by id`];
    if (name === 'test') return [String(value) === 'true' ? 'tests alone' : 'no tests'];
    const text = name === 'error_code' ? errorText(String(value), undefined) : visibleText(String(value));
    return [`${FILTER_LABELS[name] ?? visibleText(name)} ${text}`];
  });
  return parts.length === 0 ? 'all deliveries' : parts.join(' · ');
}

/** Where a bulk action stands. */
export const BULK_STATES: Readonly<Record<BulkActionStatus, StateWords>> = {
  accepted: { tone: 'wait', icon: 'clock', text: 'Accepted' },
  running: { tone: 'plain', icon: 'pulse', text: 'Running' },
  cancelling: { tone: 'wait', icon: 'clock', text: 'Stopping' },
  completed: { tone: 'good', icon: 'check', text: 'Completed' },
  cancelled: { tone: 'plain', icon: 'stop', text: 'Stopped' },
};

export const SKIP_WORDS = {
  had_ended: 'Had ended already, so nothing was left to cancel',
  changed_meanwhile: 'Somebody or something else was quicker',
} as const;

interface Counted {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly skipped: readonly { readonly count: number }[];
}

/** How many deliveries have had their turn. */
export function hadTheirTurn({ done, failed, skipped }: Omit<Counted, 'total'>): number {
  return skipped.reduce((sum, { count }) => sum + count, done + failed);
}

/** How many are still to have their turn. */
export function leftOf(action: Counted): number {
  return Math.max(0, action.total - hadTheirTurn(action));
}

interface Progress extends Counted {
  readonly started_at: string | null;
  readonly ended_at: string | null;
}

/** How many have had their turn each second, on average; `undefined` before there is anything to measure. */
export function measuredRate(action: Progress, nowMs: number): number | undefined {
  const handled = hadTheirTurn(action);
  if (action.started_at === null || handled === 0) return undefined;
  const untilMs = action.ended_at === null ? nowMs : Date.parse(action.ended_at);
  const seconds = Math.max(1, (untilMs - Date.parse(action.started_at)) / 1000);
  return handled / seconds;
}
