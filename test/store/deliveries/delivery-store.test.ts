import type { Attempt, AttemptOutcome } from '../../../src/domain/deliveries/attempt';
import type { NewDelivery } from '../../../src/domain/deliveries/delivery';
import { aNewDelivery } from '../../support/builders/a-delivery';
import { anEvent } from '../../support/builders/an-event';
import { databases } from '../../support/databases/databases';
import { storeDeliveries } from '../../support/databases/store-deliveries';
import { useStores } from '../../support/databases/use-stores';

const STARTED_AT = '2026-03-14T09:26:55.000Z';
const ENDED_AT = '2026-03-14T09:26:55.250Z';
const NEXT_AT = '2026-03-14T09:29:55.250Z';
const delivered: AttemptOutcome = {
  kind: 'delivered',
  httpStatus: 200,
  responseExcerpt: 'ok',
  durationMs: 250,
};
const rejected: AttemptOutcome = {
  kind: 'rejected',
  errorCode: 'http_status',
  errorMessage: 'the receiver answered 503',
  httpStatus: 503,
  responseExcerpt: 'Wartung: »später« 🫖',
  durationMs: 250,
};
const unreachable: AttemptOutcome = {
  kind: 'unreachable',
  errorCode: 'timeout',
  errorMessage: 'no complete answer within 20 s',
  durationMs: 250,
};
const waiting = { status: 'pending', nextAttemptAt: NEXT_AT } as const;
const failed = { status: 'failed', nextAttemptAt: undefined } as const;
const accepted = { status: 'delivered', nextAttemptAt: undefined } as const;

function anAttempt(changes: Partial<Attempt> = {}): Attempt {
  return {
    deliveryId: 'dlv1',
    attemptNumber: 1,
    startedAt: STARTED_AT,
    requestHeaders: { 'Content-Type': 'application/json', 'X-Cld-Timestamp': '1773480415' },
    outcome: rejected,
    ...changes,
  };
}

describe.each(databases)('delivery store on $name', ({ open }) => {
  const stores = useStores(open);

  async function storeWith(...deliveries: readonly NewDelivery[]) {
    await storeDeliveries(stores.db, deliveries.length === 0 ? [aNewDelivery()] : deliveries);
    return stores.deliveries;
  }

  it('keeps the body exactly', async () => {
    const body = '{"a":"Kästchen \\u0000 🫖 \\"","b":  1.0}';
    const store = await storeWith(aNewDelivery({ body }));
    expect((await store.find('dlv1'))?.body).toBe(body);
  });

  it.each(['200', '2xx'] as const)(
    'keeps %s, the statuses that count as success',
    async (successStatuses) => {
      const store = await storeWith(aNewDelivery({ successStatuses }));
      expect(await store.find('dlv1')).toMatchObject({ successStatuses });
    },
  );

  it('finds one of an environment only there', async () => {
    const store = await storeWith();
    const { event, ...delivery } = (await store.find('dlv1')) ?? {};
    expect(await store.findOf('env1', 'dlv1')).toEqual(delivery);
    expect(event).toEqual({ receivedAt: anEvent().receivedAt, requestId: anEvent().requestId });
    expect(await store.findOf('env2', 'dlv1')).toBeUndefined();
    expect(await store.find('gone')).toBeUndefined();
  });

  describe('attempts', () => {
    it.each([
      ['was accepted', delivered],
      ['was refused', rejected],
      ['reached nobody', unreachable],
      ['was sent again and accepted', { ...delivered, resent: true }],
      ['was sent again and refused', { ...rejected, resent: true }],
      ['was sent again and reached nobody', { ...unreachable, resent: true }],
    ] as const)('keeps one that %s as it was', async (_what, outcome) => {
      const store = await storeWith();
      const attempt = anAttempt({ outcome });
      await store.recordAttempt(attempt, waiting);
      expect(await store.findAttempt('dlv1', 1)).toStrictEqual(attempt);
      expect(await store.findAttempt('dlv1', 2)).toBeUndefined();
    });

    it('lists them by number', async () => {
      const store = await storeWith();
      for (const attemptNumber of [2, 10, 1])
        await store.recordAttempt(anAttempt({ attemptNumber }), waiting);
      expect((await store.listAttempts('dlv1')).map(({ attemptNumber }) => attemptNumber)).toEqual([
        1, 2, 10,
      ]);
      expect(await store.listAttempts('other')).toEqual([]);
    });

    it('records a number once: the second call changes nothing', async () => {
      const store = await storeWith();
      await store.recordAttempt(anAttempt(), waiting);
      const before = await store.find('dlv1');
      await store.recordAttempt(anAttempt({ outcome: delivered }), accepted);
      expect(await store.find('dlv1')).toEqual(before);
      expect(await store.listAttempts('dlv1')).toEqual([anAttempt()]);
    });

    it('tells the delivery’s status from then on, also of an attempt that was recorded before', async () => {
      const store = await storeWith();
      expect(await store.recordAttempt(anAttempt(), waiting)).toBe('pending');
      await store.markCancelled('dlv1', NEXT_AT);
      expect(await store.recordAttempt(anAttempt(), accepted)).toBe('cancelled');
      expect(await store.recordAttempt(anAttempt({ attemptNumber: 2 }), waiting)).toBe('cancelled');
      expect(await store.recordAttempt(anAttempt({ attemptNumber: 3, outcome: delivered }), accepted)).toBe(
        'delivered',
      );
    });

    it('remembers of a delivery that ended within its event’s workflow that it has none of its own', async () => {
      const store = await storeWith();
      await store.recordAttempt(anAttempt({ outcome: delivered }), { ...accepted, endsWithinEvent: true });
      expect(await store.find('dlv1')).toMatchObject({ hasOwnWorkflow: false });
      await store.markPending('dlv1', { at: NEXT_AT, firstAttemptNumber: 2 });
      expect(await store.find('dlv1')).toMatchObject({ hasOwnWorkflow: true });
    });

    it('records a number once under concurrent calls', async () => {
      const store = await storeWith();
      await Promise.all(Array.from({ length: 8 }, () => store.recordAttempt(anAttempt(), waiting)));
      expect(await store.find('dlv1')).toMatchObject({ attemptCount: 1 });
      expect(await store.listAttempts('dlv1')).toHaveLength(1);
    });

    it('counts different numbers that are recorded concurrently', async () => {
      const store = await storeWith();
      const attempts = [1, 2, 3, 4, 5].map((attemptNumber) => anAttempt({ attemptNumber }));
      await Promise.all(attempts.map((attempt) => store.recordAttempt(attempt, waiting)));
      expect(await store.find('dlv1')).toMatchObject({ attemptCount: 5 });
    });

    it('stores neither attempt nor state for a delivery that does not exist', async () => {
      const store = await storeWith();
      await expect(store.recordAttempt(anAttempt({ deliveryId: 'gone' }), waiting)).rejects.toThrow(
        /foreign key/i,
      );
      expect(await store.listAttempts('gone')).toEqual([]);
    });
  });

  describe('state', () => {
    it.each([
      ['refused, with another to come', rejected, waiting, { lastErrorCode: 'http_status' }],
      ['refused, the last', rejected, failed, { lastErrorCode: 'http_status' }],
      ['unreachable, the last', unreachable, failed, { lastErrorCode: 'timeout' }],
      ['accepted', delivered, accepted, { lastErrorCode: undefined }],
    ])('after an attempt that was %s', async (_what, outcome, after, expected) => {
      const store = await storeWith();
      await store.recordAttempt(anAttempt({ outcome }), after);
      expect(await store.find('dlv1')).toMatchObject({ ...after, ...expected, attemptCount: 1 });
    });

    it('was last changed when the attempt ended', async () => {
      const store = await storeWith();
      await store.recordAttempt(anAttempt(), waiting);
      expect(await store.find('dlv1')).toMatchObject({ updatedAt: ENDED_AT });
    });

    it('forgets the last error after a success', async () => {
      const store = await storeWith();
      await store.recordAttempt(anAttempt(), waiting);
      await store.recordAttempt(anAttempt({ attemptNumber: 2, outcome: delivered }), accepted);
      expect(await store.find('dlv1')).toMatchObject({ status: 'delivered', lastErrorCode: undefined });
    });

    it('takes a body that was rendered again, with its key and a note', async () => {
      const store = await storeWith();
      const replaced = { body: '{"new":1}', signatureKey: '222222222222222', note: 'key replaced' };
      const replacedBody = { ...replaced, replaces: aNewDelivery().body };
      await store.recordAttempt(anAttempt(), { ...waiting, replacedBody });
      expect(await store.find('dlv1')).toMatchObject(replaced);
    });

    it('keeps the body when none is given', async () => {
      const store = await storeWith();
      await store.recordAttempt(anAttempt(), waiting);
      expect(await store.find('dlv1')).toMatchObject({
        body: aNewDelivery().body,
        signatureKey: '111111111111111',
        note: undefined,
      });
    });

    it('is pending again when a new run begins', async () => {
      const store = await storeWith();
      await store.recordAttempt(anAttempt(), failed);
      await store.markPending('dlv1', { at: NEXT_AT, firstAttemptNumber: 2 });
      expect(await store.find('dlv1')).toMatchObject({
        status: 'pending',
        attemptCount: 1,
        firstAttemptNumber: 2,
        updatedAt: NEXT_AT,
      });
    });
  });

  describe('a delivery that was put off', () => {
    const put = { waitingFor: 'a place at its URL', at: STARTED_AT };
    const waitingState = { waitingFor: put.waitingFor, waitingSince: STARTED_AT };
    const noWait = { waitingFor: undefined, waitingSince: undefined };

    it('waits for nothing before', async () => {
      const store = await storeWith();
      expect(await store.find('dlv1')).toMatchObject(noWait);
    });

    it('says what it waits for, and since when, however that changes', async () => {
      const store = await storeWith();
      await store.markWaiting('dlv1', put);
      expect(await store.find('dlv1')).toMatchObject({ ...waitingState, updatedAt: STARTED_AT });
      await store.markWaiting('dlv1', { waitingFor: 'a place at its host', at: NEXT_AT });
      expect(await store.find('dlv1')).toMatchObject({
        waitingFor: 'a place at its host',
        waitingSince: STARTED_AT,
        updatedAt: NEXT_AT,
      });
    });

    it('waits in a workflow of its own, although it was to end within its event’s', async () => {
      const store = await storeWith(aNewDelivery({ hasOwnWorkflow: false }));
      await store.markWaiting('dlv1', put);
      expect(await store.find('dlv1')).toMatchObject({ hasOwnWorkflow: true });
    });

    it('waits no more when its attempt begins', async () => {
      const store = await storeWith();
      await store.markWaiting('dlv1', put);
      await store.markPending('dlv1', { at: NEXT_AT, firstAttemptNumber: 1 });
      expect(await store.find('dlv1')).toMatchObject({ ...noWait, status: 'pending', updatedAt: NEXT_AT });
    });

    it('waits no more when its attempt is recorded', async () => {
      const store = await storeWith();
      await store.markWaiting('dlv1', put);
      await store.recordAttempt(anAttempt(), waiting);
      expect(await store.find('dlv1')).toMatchObject({ ...noWait, status: 'pending' });
    });

    it('waits no more when it is cancelled, and not again', async () => {
      const store = await storeWith();
      await store.markWaiting('dlv1', put);
      await store.markCancelled('dlv1', NEXT_AT);
      await store.markWaiting('dlv1', put);
      expect(await store.find('dlv1')).toMatchObject({ ...noWait, status: 'cancelled', updatedAt: NEXT_AT });
    });
  });

  describe('cancellation', () => {
    it('ends a waiting delivery', async () => {
      const store = await storeWith();
      await store.recordAttempt(anAttempt(), waiting);
      await store.markCancelled('dlv1', NEXT_AT);
      expect(await store.find('dlv1')).toMatchObject({
        status: 'cancelled',
        nextAttemptAt: undefined,
        updatedAt: NEXT_AT,
      });
    });

    it.each([
      ['delivered', delivered, accepted],
      ['failed', rejected, failed],
    ])('leaves one alone that is %s', async (status, outcome, after) => {
      const store = await storeWith();
      await store.recordAttempt(anAttempt({ outcome }), after);
      await store.markCancelled('dlv1', NEXT_AT);
      expect(await store.find('dlv1')).toMatchObject({ status, updatedAt: ENDED_AT });
    });

    it.each([
      ['would wait', waiting],
      ['failed', failed],
    ])('stands when an attempt under way then %s, and the attempt is kept', async (_what, after) => {
      const store = await storeWith();
      await store.markCancelled('dlv1', STARTED_AT);
      await store.recordAttempt(anAttempt(), after);
      expect(await store.find('dlv1')).toMatchObject({ status: 'cancelled', nextAttemptAt: undefined });
      expect(await store.findAttempt('dlv1', 1)).toEqual(anAttempt());
    });

    it('counts the attempt that was under way', async () => {
      const store = await storeWith();
      await store.markCancelled('dlv1', STARTED_AT);
      await store.recordAttempt(anAttempt(), waiting);
      expect(await store.find('dlv1')).toMatchObject({ attemptCount: 1, lastErrorCode: 'http_status' });
    });

    it('gives way to a receiver that has accepted', async () => {
      const store = await storeWith();
      await store.markCancelled('dlv1', STARTED_AT);
      await store.recordAttempt(anAttempt({ outcome: delivered }), accepted);
      expect(await store.find('dlv1')).toMatchObject({ status: 'delivered' });
    });
  });
});
