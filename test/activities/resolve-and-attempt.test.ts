import { generateKeyPairSync } from 'node:crypto';
import { attemptDelivery, type AttemptDependencies } from '../../src/activities/attempt-delivery';
import { resolveAndAttempt } from '../../src/activities/resolve-and-attempt';
import type { FirstAttemptDependencies } from '../../src/activities/resolve-and-attempt';
import type { AttemptPlace } from '../../src/activities/take-place';
import type { Trigger } from '../../src/domain/triggers/trigger';
import { aTrigger } from '../support/builders/a-trigger';
import { anEvent } from '../support/builders/an-event';
import { databases } from '../support/databases/databases';
import { startReceiver, type Answers, type Receiver } from '../support/receivers/receiver';
import { waitUntil } from '../support/services/wait-until';
import { fakeKeys } from './fake-records';
import { aPlace, attemptDependencies, localSender, makeQuick } from './quick-destinations';
import { useStores } from '../support/databases/use-stores';

/* On real sockets and real stores: what is made here is recorded, and what is not is handed over. */

const privateKeyPem = generateKeyPairSync('ed25519').privateKey.export({
  type: 'pkcs8',
  format: 'pem',
}) as string;
const sender = localSender();
afterAll(() => sender.close());

const AN_HOUR_MS = 3_600_000;

describe.each(databases)('the first attempts of an event, on $name', ({ open }) => {
  const stores = useStores(open);
  let receivers: Receiver[];
  beforeEach(async () => {
    receivers = [];
    await stores.events.insert(anEvent(), 'h');
  });
  afterEach(async () => {
    await Promise.all(receivers.map((receiver) => receiver.close()));
  });

  /** One trigger for each receiver, whose destination is known to be quick unless it is a `stranger`. */
  async function arrange(
    answers: Readonly<Record<string, Answers>>,
    changes: Partial<FirstAttemptDependencies & AttemptDependencies> = {},
  ) {
    const own = attemptDependencies(stores, fakeKeys([{ apiKey: '111111111111111' }], privateKeyPem), sender);
    const triggers: Trigger[] = [];
    for (const [name, answer] of Object.entries(answers)) {
      const receiver = await startReceiver(answer);
      receivers.push(receiver);
      triggers.push(aTrigger({ id: name, uri: receiver.url }));
      if (!name.startsWith('stranger')) await makeQuick(own.admissions, receiver.url);
    }
    const deps = { ...own, triggers: { listForEventType: async () => triggers }, ...changes };
    const attempt = () =>
      resolveAndAttempt(deps, {
        environmentId: 'env1',
        eventId: 'evt1',
        timeoutSeconds: 20,
        nextDelaySeconds: 180,
      });
    const stored = async () =>
      Object.fromEntries(
        (await stores.deliveries.list('env1', { limit: 10 })).map((each) => [each.triggerIds[0] ?? '', each]),
      );
    return { deps, attempt, stored };
  }

  const hang = () => new Promise<number>((resolve) => setTimeout(() => resolve(200), AN_HOUR_MS).unref());

  it('go to receivers alone: what is for a channel waits there, and is handed over to nobody', async () => {
    const { deps, attempt } = await arrange({ a: [200], stranger: [200] });
    const channel = aTrigger({ id: 'channel', uri: 'poll://orders', uriType: 'poll' });
    const receivers = await deps.triggers.listForEventType('env1', 'upload', 0);
    Object.assign(deps.triggers, { listForEventType: async () => [channel, ...receivers] });
    const first = await attempt();
    expect([first.delivered, first.handedOver.length]).toEqual([1, 1]);
    expect(await attempt()).toMatchObject({ delivered: 1, handedOver: first.handedOver });
    const address = { environmentId: 'env1', address: { channel: 'orders' } };
    const terms = {
      claim: 'c1',
      limit: 9,
      at: '2999-01-01T00:00:00.000Z',
      until: '2999-01-02T00:00:00.000Z',
    };
    const [message, ...others] = await stores.pollMessages.claim(address, terms);
    expect(message?.delivery).toMatchObject({ status: 'pending', attemptCount: 0, hasOwnWorkflow: false });
    expect(others).toEqual([]);
  });

  it('that are accepted are recorded, and nothing is handed over', async () => {
    const { attempt, stored } = await arrange({ a: [200], b: [200] });
    expect(await attempt()).toEqual({ delivered: 2, cancelled: 0, handedOver: [] });
    const { a, b } = await stored();
    for (const delivery of [a, b]) {
      expect(delivery).toMatchObject({ status: 'delivered', attemptCount: 1, hasOwnWorkflow: false });
      expect(await stores.deliveries.listAttempts(delivery?.id ?? '')).toMatchObject([
        { attemptNumber: 1, outcome: { kind: 'delivered', httpStatus: 200 } },
      ]);
    }
    expect(receivers.map(({ requests }) => requests[0]?.headers['webhook-attempt'])).toEqual(['1', '1']);
  });

  it('that are refused are recorded and handed over with what is known', async () => {
    const { attempt, stored } = await arrange({ a: [503] });
    const { handedOver } = await attempt();
    const { a } = await stored();
    expect(handedOver).toEqual([
      {
        deliveryId: a?.id,
        destinationLabel: expect.any(String) as string,
        destinationHost: '127.0.0.1',
        lastFailure: {
          httpStatus: 503,
          errorCode: 'http_status',
          durationMs: expect.any(Number) as number,
          terminal: false,
        },
      },
    ]);
    expect(a).toMatchObject({ status: 'pending', attemptCount: 1, hasOwnWorkflow: true });
    expect(a?.nextAttemptAt).toEqual(expect.any(String));
  });

  it('at destinations that are not known to be quick are not made, but handed over', async () => {
    const { attempt, stored } = await arrange({ stranger: [200], a: [200] });
    const { delivered, handedOver } = await attempt();
    const { stranger } = await stored();
    expect([delivered, handedOver.map(({ deliveryId }) => deliveryId)]).toEqual([1, [stranger?.id]]);
    expect(stranger).toMatchObject({ status: 'pending', attemptCount: 0, hasOwnWorkflow: true });
    expect(receivers[0]?.requests).toEqual([]);
  });

  /** Of a worker whose first destination is busy. @returns also what gives a place there, or none. */
  function busyAdmissions() {
    let give: (place: AttemptPlace | undefined) => void = () => undefined;
    const waiting = new Promise<AttemptPlace | undefined>((resolve) => (give = resolve));
    const askForQuick = ({ url }: { readonly url: string }) => (url === receivers[0]?.url ? waiting : aPlace);
    return { admissions: { askForQuick, ask: async () => aPlace }, give };
  }

  it('at quick destinations that are busy are made when there is a place, and hold up no other', async () => {
    const { admissions, give } = busyAdmissions();
    const { attempt, stored } = await arrange({ busy: [200], a: [200] }, { admissions });
    const made = attempt();
    await waitUntil('the other one is made', () => receivers[1]?.requests.length === 1);
    expect(receivers[0]?.requests).toEqual([]);
    give(aPlace);
    expect(await made).toEqual({ delivered: 2, cancelled: 0, handedOver: [] });
    expect((await stored()).busy).toMatchObject({ status: 'delivered', hasOwnWorkflow: false });
  });

  it('at quick destinations where no place comes free soon are handed over', async () => {
    const { admissions, give } = busyAdmissions();
    const { attempt, stored } = await arrange({ busy: [200], a: [200] }, { admissions });
    give(undefined);
    const { delivered, handedOver } = await attempt();
    const { busy } = await stored();
    expect([delivered, handedOver.map(({ deliveryId }) => deliveryId)]).toEqual([1, [busy?.id]]);
    expect(receivers[0]?.requests).toEqual([]);
  });

  it('whose place comes too late give it back, and are handed over', async () => {
    const { admissions, give } = busyAdmissions();
    const { attempt } = await arrange({ busy: [200] }, { admissions });
    expect((await attempt()).handedOver).toHaveLength(1);
    const left = jest.fn();
    give({ kind: 'admitted', leave: left });
    await waitUntil('the place is given back', () => left.mock.calls.length === 1);
    expect(receivers[0]?.requests).toEqual([]);
  });

  it('that hang hold nobody: they go on, and whoever takes them over gets their end without another POST', async () => {
    let answer: (status: number) => void = () => undefined;
    const late = new Promise<number>((resolve) => (answer = resolve));
    const { deps, attempt, stored } = await arrange({ late: () => late, quick: [200], stranger: [200] });
    const startedAt = performance.now();
    const { handedOver } = await attempt();
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    const { late: delivery, stranger } = await stored();
    expect(handedOver.map(({ deliveryId }) => deliveryId)).toContain(stranger?.id);
    const taken = handedOver.find(({ deliveryId }) => deliveryId === delivery?.id);
    expect(taken?.underWay?.worker).toBe(deps.underWay.worker);

    const joined = attemptDelivery(deps, {
      deliveryId: delivery?.id ?? '',
      attemptNumber: 1,
      attemptInRun: 1,
      timeoutSeconds: 20,
      nextDelaySeconds: 180,
      ...(taken?.underWay ? { underWay: taken.underWay } : {}),
    });
    answer(200);
    await expect(joined).resolves.toMatchObject({ httpStatus: 200 });
    expect(receivers[0]?.requests).toHaveLength(1);
    expect((await stored()).late).toMatchObject({
      status: 'delivered',
      attemptCount: 1,
      hasOwnWorkflow: true,
    });
  });

  it('that another process makes are waited for, and made again only when nobody records them in time', async () => {
    const { deps, attempt, stored } = await arrange({ a: [503] });
    await attempt();
    const { a } = await stored();
    const asked = { deliveryId: a?.id ?? '', attemptInRun: 1, timeoutSeconds: 20, nextDelaySeconds: 180 };
    const until = (ms: number) => ({ worker: 'another', until: new Date(Date.now() + ms).toISOString() });

    const known = attemptDelivery(deps, { ...asked, attemptNumber: 1, underWay: until(60_000) });
    await expect(known).rejects.toMatchObject({ type: 'DeliveryAttemptFailed' });
    expect(receivers[0]?.requests).toHaveLength(1);

    const lost = attemptDelivery(deps, { ...asked, attemptNumber: 2, underWay: until(300) });
    await expect(lost).rejects.toMatchObject({ type: 'DeliveryAttemptFailed' });
    expect(receivers[0]?.requests).toHaveLength(2);
  });

  it('of an event that was resolved before are not made: its open deliveries are handed over', async () => {
    const { attempt, stored } = await arrange({ a: [200], b: [503] });
    await attempt();
    const { b } = await stored();
    const again = await attempt();
    expect(again).toMatchObject({ delivered: 1, cancelled: 0, handedOver: [{ deliveryId: b?.id }] });
    expect(again.handedOver[0]).not.toHaveProperty('lastFailure');
    expect(receivers.map(({ requests }) => requests.length)).toEqual([1, 1]);
  });

  it('that a failure of our own ends are handed over, and are made again once that can be recorded', async () => {
    const broken = { post: () => Promise.reject(new Error('out of sockets')) };
    const { deps, attempt, stored } = await arrange({ a: [200] }, { sender: broken });
    const { delivered, handedOver } = await attempt();
    const { a } = await stored();
    expect([delivered, handedOver.map(({ deliveryId }) => deliveryId)]).toEqual([0, [a?.id]]);
    expect(handedOver[0]?.underWay?.worker).toBe(deps.underWay.worker);

    const unwritable = { ...stores.deliveries, markPending: () => Promise.reject(new Error('locked')) };
    const asked = { deliveryId: a?.id ?? '', attemptNumber: 1, attemptInRun: 1, timeoutSeconds: 20 };
    const again = { ...asked, underWay: { worker: deps.underWay.worker, until: new Date().toISOString() } };
    await expect(attemptDelivery({ ...deps, sender, deliveries: unwritable }, again)).rejects.toThrow(
      'locked',
    );
    expect(receivers[0]?.requests).toEqual([]);
    await attemptDelivery({ ...deps, sender }, again);
    expect(receivers[0]?.requests).toHaveLength(1);
  });

  it('give their places back, also when the event cannot be resolved', async () => {
    const events = { ...stores.events, recordResolution: () => Promise.reject(new Error('locked')) };
    const { deps, attempt, stored } = await arrange({ a: [200] }, { events });
    for (let count = 0; count < 30; count++) await expect(attempt()).rejects.toThrow('locked');
    await resolveAndAttempt(
      { ...deps, events: stores.events },
      { environmentId: 'env1', eventId: 'evt1', timeoutSeconds: 20 },
    );
    expect((await stored()).a).toMatchObject({ status: 'delivered' });
  });

  it('of a delivery that is cancelled meanwhile are recorded, and it stays cancelled unless the receiver accepts', async () => {
    let answer: (status: number) => void = () => undefined;
    const late = new Promise<number>((resolve) => (answer = resolve));
    const { attempt, stored } = await arrange({
      refusing: () => late,
      accepting: () => late.then(() => 200),
    });
    const made = attempt();
    await waitUntil('both are under way', () => receivers.every(({ requests }) => requests.length === 1));
    for (const { id } of Object.values(await stored())) {
      await stores.deliveries.markCancelled(id, new Date().toISOString());
    }
    answer(503);
    expect(await made).toEqual({ delivered: 1, cancelled: 1, handedOver: [] });
    const { refusing, accepting } = await stored();
    expect([refusing?.status, accepting?.status]).toEqual(['cancelled', 'delivered']);
  });

  it('without a key that can sign are handed over', async () => {
    const keys = fakeKeys([{ apiKey: '111111111111111', disabled: true }], privateKeyPem);
    const { attempt } = await arrange({ a: [200] }, { keys });
    expect(await attempt()).toMatchObject({ delivered: 0, handedOver: [{ destinationHost: '127.0.0.1' }] });
    expect(receivers[0]?.requests).toEqual([]);
  });

  it('wait for a hanging destination no longer than a second', async () => {
    const { attempt } = await arrange({ hanging: hang });
    const startedAt = performance.now();
    expect((await attempt()).handedOver).toHaveLength(1);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(900);
  });
});
