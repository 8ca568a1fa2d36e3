import type { ItemOutcome } from '../../../src/domain/bulk-actions/bulk-action';
import { aBulkAction } from '../../support/builders/a-bulk-action';
import { BY } from '../../support/builders/an-audit-entry';
import { send } from './some-deliveries';
import type { TestConsole } from './test-console';

const HOST = 'legacy.example.org';
const FAILED = { status: 'failed', attempt_count: 4, last_error_code: 'connection_refused' };

/** Failed deliveries to one host, and a few to another one. */
export async function sendFailed(console: TestConsole, count: number): Promise<void> {
  for (let n = 1; n <= count; n++) {
    const uri = `https://${HOST}/notify`;
    await send(console, { eventId: `failed-${n}`, uri, columns: FAILED, secondsAgo: 3_000 - n });
  }
  const others = { ...FAILED, last_error_code: 'timeout' };
  const uri = 'https://shop.example.net/webhooks';
  for (const n of [1, 2]) {
    await send(console, { eventId: `other-${n}`, uri, columns: others, secondsAgo: 600 + n });
  }
}

/** What the worker does each second: takes a batch of a bulk action, and does what was asked. */
export async function workOneBatch(
  { stores: { bulkActions } }: TestConsole,
  id: string,
  outcomeOf: (deliveryId: string) => ItemOutcome = () => 'done',
): Promise<void> {
  const at = new Date().toISOString();
  await bulkActions.markStarted(id, at);
  const batch = await bulkActions.take(id, { at, isCancelled: false });
  if (batch === undefined || batch === 'ended') return;
  const outcomes = batch.items.map((item) => ({ id: item.id, outcome: outcomeOf(item.id) }));
  const failed = outcomes.find(({ outcome }) => outcome === 'failed');
  const lastFailure = failed && `${failed.id}: its workflow has too many signals`;
  await bulkActions.complete(id, { number: batch.number, outcomes, lastFailure, at });
}

/** One bulk action that is half done, with every outcome, and one that was stopped. */
export async function someBulkActions(console: TestConsole): Promise<void> {
  await sendFailed(console, 24);
  const now = new Date().toISOString();
  const common = { environmentId: console.environmentId, asOf: now, createdAt: now };
  const filter = { destinationHost: HOST, status: 'failed' } as const;
  const running = aBulkAction({ ...common, id: 'bulk-running', filter, total: 24 });
  const stopped = aBulkAction({
    ...common,
    id: 'bulk-stopped',
    kind: 'cancel',
    filter: { phase: 'waiting' },
    total: 3,
    createdAt: new Date(Date.now() - 7_200_000).toISOString(),
  });
  for (const each of [stopped, running]) {
    await console.stores.bulkActions.insert(each, { facts: { total: each.total }, by: BY });
  }
  await console.stores.bulkActions.requestCancel(stopped, { at: now, by: BY });
  await workOneBatch(console, stopped.id);
  const outcomes: Readonly<Record<string, ItemOutcome>> = {
    'delivery-of-failed-2': 'changed_meanwhile',
    'delivery-of-failed-3': 'failed',
  };
  await workOneBatch(console, running.id, (id) => outcomes[id] ?? 'done');
}
