import type { PollAddress } from '../../../src/domain/poll/channel';
import { tidyChannels } from '../../../src/outbox/channel-upkeep';
import { aNewDelivery } from '../../support/builders/a-delivery';
import { aTrigger } from '../../support/builders/a-trigger';
import { BY } from '../../support/builders/an-audit-entry';
import { recordingLogger } from '../../support/builders/recording-logger';
import { databases } from '../../support/databases/databases';
import { storeDeliveries } from '../../support/databases/store-deliveries';
import { useStores } from '../../support/databases/use-stores';

const at = (time: string) => `2026-03-14T${time}.000Z`;
const ORDERS: PollAddress = { channel: 'orders' };
const LIMITS = { maxNotificationUrls: 30, maxTriggers: 900 };

describe.each(databases)('messages on $name', ({ open }) => {
  const stores = useStores(open);

  /** Resolves an event to one delivery to a channel. */
  async function arrive(
    id: string,
    resolvedAt: string,
    { uri = 'poll://orders', body = '{"a":1}' } = {},
  ): Promise<void> {
    await storeDeliveries(stores.db, [aNewDelivery({ id, uri, body, hasOwnWorkflow: false })], {
      eventId: `evt-${id}`,
      resolvedAt,
    });
  }

  const claim = async (
    now: string,
    {
      address = ORDERS,
      until = at('09:30:30'),
      claim: name = 'c1',
      limit = 10,
    }: { address?: PollAddress; until?: string; claim?: string; limit?: number } = {},
  ) => {
    const claimed = await stores.pollMessages.claim(
      { environmentId: 'env1', address },
      { claim: name, limit, at: now, until },
    );
    return claimed.map(({ delivery, claims }) => [delivery.id, claims]);
  };
  const acknowledge = (name: string, id: string, environmentId = 'env1') =>
    stores.pollMessages.acknowledge(environmentId, [{ claim: name, deliveryId: id }], at('09:31:00'));
  const stored = async (id: string) => (await stores.deliveries.find(id)) ?? fail(`no ${id}`);

  it('wait in their channel from the moment their event is resolved, and are pending', async () => {
    await arrive('dlv1', at('09:30:00'));
    expect(await stored('dlv1')).toMatchObject({
      status: 'pending',
      waitingFor: 'a client that polls poll://orders',
      waitingSince: at('09:30:00'),
    });
    expect(await claim(at('09:30:00'))).toEqual([['dlv1', 1]]);
  });

  it('are claimed oldest first, as many as were asked for, of one channel and one environment', async () => {
    await arrive('dlv2', at('09:30:02'));
    await arrive('dlv1', at('09:30:01'));
    await arrive('dlv3', at('09:30:03'));
    await arrive('dlv4', at('09:30:00'), { uri: 'poll://other' });
    expect(await claim(at('09:30:10'), { limit: 2 })).toEqual([
      ['dlv1', 1],
      ['dlv2', 1],
    ]);
    expect(await claim(at('09:30:10'))).toEqual([['dlv3', 1]]);
    const elsewhere = { environmentId: 'env2', address: ORDERS };
    const terms = { claim: 'c9', limit: 10, at: at('09:30:10'), until: at('09:31:00') };
    expect(await stores.pollMessages.claim(elsewhere, terms)).toEqual([]);
  });

  it('come again when their claim has run out, and count it', async () => {
    await arrive('dlv1', at('09:30:00'));
    await claim(at('09:30:00'), { until: at('09:30:30') });
    expect(await claim(at('09:30:29'))).toEqual([]);
    expect(await claim(at('09:30:30'), { claim: 'c2' })).toEqual([['dlv1', 2]]);
  });

  it('are claimed once, however many ask at the same time', async () => {
    for (let n = 1; n <= 6; n++) await arrive(`dlv${n}`, at(`09:30:0${n}`));
    const all = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => claim(at('09:30:10'), { claim: name, limit: 2 })),
    );
    const rest = await claim(at('09:30:10'), { claim: 'e' });
    const ids = [...all.flat(), ...rest].map(([id]) => id);
    expect(ids.toSorted()).toEqual(['dlv1', 'dlv2', 'dlv3', 'dlv4', 'dlv5', 'dlv6']);
  });

  it('a claim has at most 4 MiB of bodies, or one that is longer', async () => {
    const body = 'x'.repeat(3 * 1024 * 1024);
    await arrive('dlv1', at('09:30:01'), { body: body + body });
    await arrive('dlv2', at('09:30:02'), { body });
    await arrive('dlv3', at('09:30:03'), { body });
    expect(await claim(at('09:30:10'))).toEqual([['dlv1', 1]]);
    expect(await claim(at('09:30:10'))).toEqual([['dlv2', 1]]);
    expect(await claim(at('09:30:10'))).toEqual([['dlv3', 1]]);
  });

  it('of poll://* wait for whoever names their batch', async () => {
    await storeDeliveries(stores.db, [aNewDelivery({ id: 'dlv1', uri: 'poll://*', hasOwnWorkflow: false })], {
      resolvedAt: at('09:30:00'),
      payload: { batch_id: 'b1' },
    });
    expect(await claim(at('09:30:10'), { address: { channel: 'b1' } })).toEqual([]);
    expect(await claim(at('09:30:10'), { address: { batchId: 'b1' } })).toEqual([['dlv1', 1]]);
  });

  it('are delivered once they are acknowledged; a second time changes nothing', async () => {
    await arrive('dlv1', at('09:30:00'));
    await claim(at('09:30:00'));
    expect(await acknowledge('c1', 'dlv1')).toEqual(['acked']);
    expect(await stored('dlv1')).toMatchObject({
      status: 'delivered',
      waitingFor: undefined,
      updatedAt: at('09:31:00'),
    });
    expect(await acknowledge('c1', 'dlv1')).toEqual(['acked']);
    expect(await claim(at('10:00:00'))).toEqual([]);
  });

  it('are acknowledged late, too, unless somebody else has claimed them', async () => {
    await arrive('dlv1', at('09:30:00'));
    await claim(at('09:30:00'), { until: at('09:30:01') });
    await claim(at('09:30:30'), { claim: 'c2', until: at('09:30:31') });
    expect(await acknowledge('c1', 'dlv1')).toEqual(['not_found']);
    expect(await acknowledge('c2', 'dlv1', 'env2')).toEqual(['not_found']);
    expect((await stored('dlv1')).status).toBe('pending');
    expect(await acknowledge('c2', 'dlv1')).toEqual(['acked']);
  });

  it('a handle that was never made is not found, and keeps no other from counting', async () => {
    await arrive('dlv1', at('09:30:00'));
    await claim(at('09:30:00'));
    const receipts = [undefined, { claim: 'c1', deliveryId: 'dlv1' }, { claim: 'c1', deliveryId: 'dlv9' }];
    expect(await stores.pollMessages.acknowledge('env1', receipts, at('09:31:00'))).toEqual([
      'not_found',
      'acked',
      'not_found',
    ]);
  });

  it('a cancelled one leaves its channel, and is not delivered by a late acknowledgement', async () => {
    await arrive('dlv1', at('09:30:00'));
    await claim(at('09:30:00'));
    expect(await stores.deliveries.markCancelled('dlv1', at('09:30:10'))).toBe(true);
    expect(await acknowledge('c1', 'dlv1')).toEqual(['not_found']);
    expect((await stored('dlv1')).status).toBe('cancelled');
    expect(await claim(at('10:00:00'))).toEqual([]);
  });

  it('are put back at once while they have not ended, and as new ones afterwards', async () => {
    await arrive('dlv1', at('09:30:00'));
    await claim(at('09:30:00'));
    expect(await stores.pollMessages.putBack(await stored('dlv1'), at('09:30:05'))).toBe('there');
    expect(await claim(at('09:30:06'), { claim: 'c2' })).toEqual([['dlv1', 2]]);
    await acknowledge('c2', 'dlv1');
    expect(await stores.pollMessages.putBack(await stored('dlv1'), at('09:40:00'))).toBe('put_back');
    expect(await stored('dlv1')).toMatchObject({ status: 'pending', waitingSince: at('09:40:00') });
    expect(await acknowledge('c2', 'dlv1')).toEqual(['not_found']);
    expect(await claim(at('09:40:01'), { claim: 'c3' })).toEqual([['dlv1', 1]]);
  });

  it('which channels have something is asked in one query', async () => {
    await arrive('dlv1', at('09:30:00'));
    const channels = [ORDERS, { channel: 'other' }].map((address) => ({ environmentId: 'env1', address }));
    const filled = (now: string) => stores.pollMessages.findFilled(channels, now);
    expect(await filled(at('09:30:00'))).toEqual([channels[0]]);
    await claim(at('09:30:00'), { until: at('09:30:30') });
    expect(await filled(at('09:30:10'))).toEqual([]);
    expect(await filled(at('09:30:30'))).toEqual([channels[0]]);
  });

  it('are no workflow: the reconciler never looks for them', async () => {
    await arrive('dlv1', at('09:30:00'));
    const step = { before: at('12:00:00'), limit: 10, after: undefined };
    expect(await stores.believedUnderWay.listQuietDeliveries(step)).toEqual([]);
    const counts = await stores.deliveries.count('env1', {});
    expect([counts.byPhase, counts.byHost]).toEqual([{ sending: 0, waiting: 1 }, []]);
    const list = (phase: 'waiting' | 'sending') =>
      stores.deliveries.list('env1', { phase, order: 'newest_first', limit: 10 });
    expect((await list('waiting')).map(({ id }) => id)).toEqual(['dlv1']);
    expect(await list('sending')).toEqual([]);
  });

  describe('the upkeep of channels', () => {
    const tidy = (now: string, maxChannelMessages = 3) =>
      tidyChannels({
        channels: stores.channelUpkeep,
        triggers: stores.triggers,
        retentionHours: 1,
        maxChannelMessages,
        logger: recordingLogger(),
        now: () => new Date(now),
      });

    it('fails what nobody has acknowledged in time', async () => {
      await arrive('dlv1', at('09:30:00'));
      await claim(at('09:30:00'));
      await tidy(at('10:30:00'));
      expect((await stored('dlv1')).status).toBe('pending');
      await tidy(at('10:30:01'));
      expect(await stored('dlv1')).toMatchObject({ status: 'failed', lastErrorCode: 'not_polled' });
      expect(await acknowledge('c1', 'dlv1')).toEqual(['not_found']);
    });

    it('fails the oldest ones of a channel that has more than it may', async () => {
      for (let n = 1; n <= 5; n++) await arrive(`dlv${n}`, at(`09:30:0${n}`));
      await arrive('dlv6', at('09:29:00'), { uri: 'poll://other' });
      await tidy(at('09:31:00'));
      const statuses = await Promise.all(
        [1, 2, 3, 4, 5, 6].map(async (n) => (await stored(`dlv${n}`)).lastErrorCode ?? 'pending'),
      );
      expect(statuses).toEqual(['channel_full', 'channel_full', 'pending', 'pending', 'pending', 'pending']);
      expect(await claim(at('09:31:00'))).toHaveLength(3);
    });

    it('deletes triggers of the command line that nobody has polled for a day, and no others', async () => {
      const channels = ['cli-ann-laptop', 'cli-bob-desk', 'orders'];
      for (const channel of channels) {
        const uri = `poll://${channel}`;
        const trigger = aTrigger({ id: channel, uri, uriType: 'poll', createdAt: at('09:00:00') });
        await stores.triggers.insert(trigger, { limits: LIMITS, by: BY });
      }
      const left = async () => (await stores.triggers.list('env1')).map(({ id }) => id).toSorted();
      await tidy('2026-03-15T08:59:59.000Z');
      expect(await left()).toEqual(channels);
      const polled = { environmentId: 'env1', address: { channel: 'cli-bob-desk' } };
      for (const time of ['09:00:00', '22:00:00']) await stores.pollMessages.notePoll(polled, at(time));
      await tidy('2026-03-15T09:00:01.000Z');
      expect(await left()).toEqual(['cli-bob-desk', 'orders']);
      const [entry] = await stores.auditLog.list({ environmentId: 'env1' }, { limit: 1 });
      expect(entry).toMatchObject({ action: 'trigger.delete', by: { id: 'channel_upkeep' } });
    });
  });

  it('go with their environment', async () => {
    await arrive('dlv1', at('09:30:00'));
    await stores.db('events').delete();
    expect(await stores.db('poll_messages')).toEqual([]);
  });
});
