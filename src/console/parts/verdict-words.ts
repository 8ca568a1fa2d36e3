import type { VerdictKind } from '../../domain/events/event-resolution';
import type { StateWords } from './delivery-words';

/** What became of a trigger, for people. */
export const VERDICT_WORDS: Readonly<Record<VerdictKind, StateWords>> = {
  matched: { tone: 'good', icon: 'check', text: 'Told' },
  merged: { tone: 'good', icon: 'merge', text: 'Merged' },
  filtered_out: { tone: 'wait', icon: 'filter', text: 'Filtered out' },
  filter_error: { tone: 'bad', icon: 'alert', text: 'Filter failed' },
  suppressed_by_notification_url: { tone: 'plain', icon: 'stop', text: 'Silenced' },
};
