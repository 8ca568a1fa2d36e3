import { aNewDelivery } from '../../support/builders/a-delivery';
import { countFailingHosts } from '../../../src/store/deliveries/find-failures';
import { databases } from '../../support/databases/databases';
import { storeDeliveries } from '../../support/databases/store-deliveries';
import { useStores } from '../../support/databases/use-stores';

const at = (time: string) => `2026-03-14T${time}.000Z`;
const SINCE = at('00:00:00');

describe.each(databases)('failing hosts on $name', ({ open }) => {
  const stores = useStores(open);

  interface Sent {
    readonly host?: string;
    readonly environmentId?: string;
    readonly httpStatus?: number;
    readonly status?: 'pending' | 'delivered' | 'failed';
    readonly startedAt?: string;
    readonly nextAttemptAt?: string;
    readonly isTest?: boolean;
  }

  async function send(id: string, sent: Sent): Promise<void> {
    const { host = 'a.example.com', environmentId = 'env1', httpStatus = 503, status = 'pending' } = sent;
    const { startedAt = at('09:30:00'), nextAttemptAt, isTest = false } = sent;
    await storeDeliveries(stores.db, [aNewDelivery({ id, uri: `https://${host}/${id}`, isTest })], {
      environmentId,
      eventId: `evt-${id}`,
      resolvedAt: startedAt,
    });
    const answered = { httpStatus, responseExcerpt: '', durationMs: 0 };
    await stores.deliveries.recordAttempt(
      {
        deliveryId: id,
        attemptNumber: 1,
        startedAt,
        requestHeaders: {},
        outcome:
          status === 'delivered'
            ? { kind: 'delivered', ...answered }
            : { kind: 'rejected', errorCode: 'http_status', errorMessage: '', ...answered },
      },
      { status, nextAttemptAt },
    );
  }
  const failing = () => stores.deliveries.listFailingHosts('env1', SINCE);

  it('finds a host whose last attempt failed, with what waits for it', async () => {
    await send('d1', { status: 'failed', startedAt: at('09:20:00') });
    await send('d2', { nextAttemptAt: at('09:40:00') });
    await send('d3', { nextAttemptAt: at('09:35:00'), httpStatus: 429, startedAt: at('09:31:00') });
    expect(await failing()).toEqual([
      {
        host: 'a.example.com',
        failingSince: at('09:20:00'),
        lastErrorCode: 'http_status',
        lastHttpStatus: 429,
        sending: 0,
        waiting: 2,
        failed24h: 1,
        nextAttemptAt: at('09:35:00'),
      },
    ]);
  });

  it('counts them in all environments: one that waits or failed within a day, and accepted nothing since', async () => {
    const count = () => countFailingHosts(stores.db, at('10:00:00'));
    expect(await count()).toBe(0);
    await send('d1', { nextAttemptAt: at('10:03:00') });
    await send('d2', { nextAttemptAt: at('10:04:00') });
    await send('d3', { environmentId: 'env2', status: 'failed' });
    await send('d4', { host: 'b.example.com', status: 'failed', startedAt: at('09:40:00') });
    await send('d5', { host: 'c.example.com', status: 'failed', startedAt: '2026-03-13T09:59:59.000Z' });
    await send('d6', { host: 'd.example.com', status: 'delivered', httpStatus: 200 });
    expect(await count()).toBe(3);
    await send('d7', {
      host: 'b.example.com',
      status: 'delivered',
      httpStatus: 200,
      startedAt: at('09:41:00'),
    });
    expect(await count()).toBe(2);
  });

  it('leaves out hosts that accepted something since, and those of other environments', async () => {
    await send('d1', { status: 'failed', startedAt: at('09:20:00') });
    await send('d2', { status: 'delivered', startedAt: at('09:21:00'), httpStatus: 200 });
    await send('d3', { environmentId: 'env2', host: 'b.example.com' });
    expect(await failing()).toEqual([]);
  });

  it('leaves out tests: neither do they make a host fail, nor do they end a failure', async () => {
    await send('d1', { status: 'failed', isTest: true });
    expect(await failing()).toEqual([]);
    await send('d2', { host: 'b.example.com', status: 'failed' });
    await send('d3', { host: 'b.example.com', status: 'delivered', httpStatus: 200, isTest: true });
    await send('d4', { host: 'c.example.com', nextAttemptAt: at('09:40:00'), isTest: true });
    expect((await failing()).map(({ host }) => host)).toEqual(['b.example.com']);
    expect(await countFailingHosts(stores.db, at('10:00:00'))).toBe(1);
  });

  it('leaves out what failed before', async () => {
    await send('d1', { status: 'failed', startedAt: '2026-03-13T23:00:00.000Z' });
    expect(await failing()).toEqual([]);
  });

  it('lists those with the most failures first', async () => {
    await send('d1', { host: 'one.example.com', nextAttemptAt: at('09:40:00') });
    for (const id of ['d2', 'd3']) await send(id, { host: 'two.example.com', status: 'failed' });
    expect((await failing()).map(({ host }) => host)).toEqual(['two.example.com', 'one.example.com']);
  });
});
