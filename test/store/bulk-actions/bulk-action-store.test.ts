import type { NewBulkAction } from '../../../src/domain/bulk-actions/bulk-action';
import { aNewDelivery } from '../../support/builders/a-delivery';
import { BY } from '../../support/builders/an-audit-entry';
import { anEvent } from '../../support/builders/an-event';
import { databases } from '../../support/databases/databases';
import { aBulkAction } from '../../support/builders/a-bulk-action';
import { useStores } from '../../support/databases/use-stores';
import { ENVIRONMENT } from '../../support/builders/an-environment';

const AT = (second: number) => `2026-03-14T09:00:${String(second).padStart(2, '0')}.000Z`;
const ACTION = aBulkAction({
  filter: { destinationHost: 'a.example.com' },
  asOf: AT(30),
  perSecond: 2,
  total: 3,
  createdAt: AT(31),
});

describe.each(databases)('bulk actions on $name', ({ open }) => {
  const stores = useStores(open);

  async function deliver(id: string, second: number, columns: object = {}, host = 'a.example.com') {
    const event = anEvent({ environmentId: 'env1', eventId: id });
    await stores.events.insert(event, 'h');
    const deliveries = [aNewDelivery({ id, uri: `https://${host}/` })];
    await stores.events.recordResolution({ ...event, resolvedAt: AT(second), verdicts: [], deliveries });
    const failed = { status: 'failed', attempt_count: 4, updated_at: AT(second) };
    await stores
      .db('deliveries')
      .where({ id })
      .update({ ...failed, ...columns });
  }
  const begin = (changes: Partial<NewBulkAction> = {}) =>
    stores.bulkActions.insert({ ...ACTION, ...changes }, { facts: {}, by: BY });
  const take = (isCancelled = false) => stores.bulkActions.take('bulk1', { at: AT(40), isCancelled });
  const complete = (number: number, ...ids: string[]) =>
    stores.bulkActions.complete('bulk1', {
      number,
      outcomes: ids.map((id) => ({ id, outcome: 'done' as const })),
      lastFailure: undefined,
      at: AT(41),
    });
  const show = async () => stores.bulkActions.find('env1', 'bulk1');
  const idsOf = (batch: Awaited<ReturnType<typeof take>>) =>
    typeof batch === 'object' ? batch.items.map(({ id }) => id) : batch;

  it('goes through what is meant, the oldest first, and through nothing else', async () => {
    for (const second of [3, 1, 2]) await deliver(`d${second}`, second);
    await deliver('elsewhere', 4, {}, 'b.example.com');
    await deliver('delivered', 5, { status: 'delivered' });
    await deliver('failed-later', 6, { updated_at: AT(32) });
    await deliver('made-later', 33);
    await begin();
    expect(idsOf(await take())).toEqual(['d1', 'd2']);
    await complete(1, 'd1', 'd2');
    expect(idsOf(await take())).toEqual(['d3']);
    await complete(2, 'd3');
    expect(await take()).toBe('ended');
    expect(await show()).toMatchObject({ outcomes: { done: 3 }, endedAs: 'completed', endedAt: AT(40) });
    const noted = await stores.db('deliveries').where({ bulk_action_id: 'bulk1' }).orderBy('id').pluck('id');
    expect(noted).toEqual(['d1', 'd2', 'd3']);
  });

  it('takes a batch again that is not known to have ended, as it stood, and counts it once', async () => {
    await deliver('d1', 1);
    await begin({ total: 1 });
    expect(await take()).toMatchObject({ isRepeated: false, number: 1 });
    await stores.db('deliveries').update({ status: 'pending', attempt_count: 5 });
    const item = { id: 'd1', status: 'failed', attemptCount: 4, firstAttemptNumber: 1 };
    expect(await take()).toEqual({ isRepeated: true, number: 1, kind: 'retry', items: [item] });
    await complete(1, 'd1');
    await complete(1, 'd1');
    expect((await show())?.outcomes).toEqual({ done: 1 });
  });

  it('counts what was no longer meant when its turn came', async () => {
    await begin({ total: 2 });
    expect(await take()).toBe('ended');
    expect((await show())?.outcomes).toEqual({ changed_meanwhile: 2 });
  });

  it('ends after the batch in hand when that was asked for, with one entry of the audit log', async () => {
    for (const second of [1, 2, 3]) await deliver(`d${second}`, second);
    await begin();
    await take();
    const key = { environmentId: 'env1', id: 'bulk1' };
    expect(await stores.bulkActions.requestCancel(key, { at: AT(42), by: BY })).toBe(true);
    expect(await stores.bulkActions.requestCancel(key, { at: AT(43), by: BY })).toBe(true);
    expect(idsOf(await take())).toEqual(['d1', 'd2']);
    await complete(1, 'd1', 'd2');
    expect(await take()).toBe('ended');
    expect(await show()).toMatchObject({ endedAs: 'cancelled', outcomes: { done: 2 } });
    expect(await stores.bulkActions.requestCancel(key, { at: AT(44), by: BY })).toBe(false);
    const audited = await stores.auditLog.list({ environmentId: 'env1' }, { limit: 9 });
    expect(audited.map(({ action }) => action)).toEqual(['bulk_action.cancel', 'bulk_action.create']);
  });

  it('is stored once', async () => {
    expect([await begin(), await begin()]).toEqual([true, false]);
    expect(await stores.auditLog.list({ environmentId: 'env1' }, { limit: 9 })).toHaveLength(1);
  });

  it('is listed for a start until it was started, and then as open until it has ended', async () => {
    await begin();
    const toRun = { environmentId: 'env1', cloudName: ENVIRONMENT.cloudName, bulkActionId: 'bulk1' };
    const open = () =>
      stores.believedUnderWay.listOpenBulkActions({ before: AT(59), after: undefined, limit: 9 });
    expect(await stores.bulkActions.listUnstarted(AT(31), 9)).toEqual([]);
    expect(await stores.bulkActions.listUnstarted(AT(32), 9)).toEqual([toRun]);
    expect(await open()).toEqual([]);
    await stores.bulkActions.markStarted('bulk1', AT(33));
    expect(await stores.bulkActions.listUnstarted(AT(59), 9)).toEqual([]);
    expect(await open()).toEqual([{ ...toRun, position: { at: AT(31), id: 'bulk1' } }]);
    await take();
    expect(await open()).toEqual([]);
  });
});
