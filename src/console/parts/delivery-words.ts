import { isPollUrl } from '../../domain/poll/channel';

/** Where a delivery stands, for people. */
type DeliveryState = 'sending' | 'waiting' | 'in_channel' | 'delivered' | 'failed' | 'cancelled';

/** A state in words, with its colour and its shape. */
export interface StateWords {
  readonly tone: 'good' | 'bad' | 'wait' | 'plain';
  readonly icon: 'check' | 'cross' | 'clock' | 'stop' | 'pulse' | 'merge' | 'filter' | 'alert';
  readonly text: string;
}

/** Where a delivery stands, for people. A pending one is being sent, waits for its next attempt, or in its channel. */
export const DELIVERY_STATES: Readonly<Record<DeliveryState, StateWords>> = {
  sending: { tone: 'plain', icon: 'pulse', text: 'Sending' },
  waiting: { tone: 'wait', icon: 'clock', text: 'Waiting to retry' },
  in_channel: { tone: 'wait', icon: 'clock', text: 'In its channel' },
  delivered: { tone: 'good', icon: 'check', text: 'Delivered' },
  failed: { tone: 'bad', icon: 'cross', text: 'Failed' },
  cancelled: { tone: 'plain', icon: 'stop', text: 'Cancelled' },
};

interface Standing {
  readonly status: 'pending' | 'delivered' | 'failed' | 'cancelled';
  readonly next_attempt_at: string | null;
  readonly uri: string;
}

function deliveryState({ status, next_attempt_at: nextAttemptAt, uri }: Standing): DeliveryState {
  if (status !== 'pending') return status;
  if (isPollUrl(uri)) return 'in_channel';
  return nextAttemptAt === null ? 'sending' : 'waiting';
}

/** Where a delivery stands, in words. */
export function deliveryWords(delivery: Standing): StateWords {
  return DELIVERY_STATES[deliveryState(delivery)];
}
