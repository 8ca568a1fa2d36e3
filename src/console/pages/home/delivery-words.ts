import type { DeliverySummary } from '../../calls/overview';
import type { Tone } from '../../parts/Chip';
import type { IconName } from '../../parts/Icon';

interface Words {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly text: string;
}

const ENDED: Readonly<Record<'delivered' | 'failed' | 'cancelled', Words>> = {
  delivered: { tone: 'good', icon: 'check', text: 'Delivered' },
  failed: { tone: 'bad', icon: 'cross', text: 'Failed' },
  cancelled: { tone: 'plain', icon: 'stop', text: 'Cancelled' },
};
const WAITING: Words = { tone: 'wait', icon: 'clock', text: 'Waiting to retry' };
const SENDING: Words = { tone: 'plain', icon: 'pulse', text: 'Sending' };

/** Where a delivery stands. A pending one is being sent, or waits for its next attempt. */
export function deliveryWords({ status, next_attempt_at: nextAttemptAt }: DeliverySummary): Words {
  if (status !== 'pending') return ENDED[status];
  return nextAttemptAt === null ? SENDING : WAITING;
}
