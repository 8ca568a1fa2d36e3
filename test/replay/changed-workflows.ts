/* The workflows with one deliberate change each: what a replay must catch. */
import { condition, proxyActivities, sleep } from '@temporalio/workflow';
import type { Activities } from '../../src/activities';
import { attemptOnce } from '../../src/workflows/deliver-notification';
import type { DeliverNotificationInput } from '../../src/workflows/contract';

const { recordCancellation } = proxyActivities<Activities>({ startToCloseTimeout: '10 seconds' });

/** Does not wait between the attempts. */
export async function withoutTimer(input: DeliverNotificationInput): Promise<void> {
  for (let attempt = 1; attempt <= 4; attempt++) {
    if (!(await attemptOnce(input, attempt))) return;
  }
}

/** Begins with a wait. */
export async function withTimerFirst(input: DeliverNotificationInput): Promise<void> {
  await sleep('1 second');
  await attemptOnce(input, 1);
}

/** Calls another activity. */
export async function withOtherActivity(input: DeliverNotificationInput): Promise<void> {
  await recordCancellation({ deliveryId: input.deliveryId });
  await condition(() => false, '3 minutes');
}
