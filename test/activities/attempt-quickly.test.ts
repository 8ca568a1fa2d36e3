import { attemptDelivery, type AttemptDependencies } from '../../src/activities/attempt-delivery';
import { attemptQuickly, type OwnQuickAttemptDependencies } from '../../src/activities/quick-attempt';
import type { AttemptPlace } from '../../src/activities/take-place';
import type { NewDelivery } from '../../src/domain/deliveries/delivery';
import { aNewDelivery } from '../support/builders/a-delivery';
import { anEvent } from '../support/builders/an-event';
import { databases } from '../support/databases/databases';
import { startReceiver, type Answers, type Receiver } from '../support/receivers/receiver';
import { fakeKeys } from './fake-records';
import { aPlace, attemptDependencies, localSender, makeQuick } from './quick-destinations';
import { useStores } from '../support/databases/use-stores';

/* On real sockets and real stores: what is made here is recorded, and all else is left to an activity of its own. */

const sender = localSender();
afterAll(() => sender.close());

const NOT_MADE = { kind: 'not_made' };

describe.each(databases)('a delivery’s first attempt within its workflow’s task, on $name', ({ open }) => {
  const stores = useStores(open);
  let receiver: Receiver;
  beforeEach(async () => {
    await stores.events.insert(anEvent(), 'h');
  });
  afterEach(async () => {
    await receiver.close();
  });

  interface Changes {
    readonly isQuick?: boolean;
    readonly delivery?: Partial<NewDelivery>;
    readonly deps?: Partial<OwnQuickAttemptDependencies & AttemptDependencies>;
  }

  async function arrange(answers: Answers, { isQuick = true, delivery, deps: changes }: Changes = {}) {
    receiver = await startReceiver(answers);
    const keys = fakeKeys([{ apiKey: '111111111111111' }], undefined);
    const own = attemptDependencies(stores, keys, sender);
    const deps = { ...own, ...changes };
    if (isQuick) await makeQuick(own.admissions, receiver.url);
    await stores.events.recordResolution({
      environmentId: 'env1',
      eventId: 'evt1',
      eventType: 'upload',
      resolvedAt: '2026-03-14T09:26:54.000Z',
      verdicts: [],
      deliveries: [aNewDelivery({ uri: receiver.url, authScheme: 'legacy_hmac', ...delivery })],
    });
    return {
      deps,
      attempt: () => attemptQuickly(deps, { deliveryId: 'dlv1', timeoutSeconds: 20, nextDelaySeconds: 180 }),
      stored: () => stores.deliveries.find('dlv1'),
    };
  }

  it('that is accepted is recorded', async () => {
    const { attempt, stored } = await arrange([200]);
    expect(await attempt()).toEqual({ kind: 'delivered' });
    expect(await stored()).toMatchObject({ status: 'delivered', attemptCount: 1, hasOwnWorkflow: true });
    expect(receiver.requests[0]?.headers).toMatchObject({ 'webhook-attempt': '1', 'webhook-id': 'dlv1' });
  });

  it('that is refused is recorded, with the time of the next one', async () => {
    const { attempt, stored } = await arrange([503]);
    expect(await attempt()).toEqual({
      kind: 'failed',
      lastFailure: {
        httpStatus: 503,
        errorCode: 'http_status',
        durationMs: expect.any(Number) as number,
        terminal: false,
      },
    });
    expect(await stored()).toMatchObject({
      status: 'pending',
      attemptCount: 1,
      nextAttemptAt: expect.any(String) as string,
    });
  });

  it('that hangs goes on, and the activity that takes it over gets its end without another POST', async () => {
    let answer: (status: number) => void = () => undefined;
    const late = new Promise<number>((resolve) => (answer = resolve));
    const { deps, attempt } = await arrange(() => late);
    const standing = await attempt();
    if (standing.kind !== 'under_way') throw new Error(`it is ${standing.kind}`);
    const taken = attemptDelivery(deps, {
      deliveryId: 'dlv1',
      attemptNumber: 1,
      attemptInRun: 1,
      timeoutSeconds: 20,
      underWay: standing.underWay,
    });
    answer(200);
    expect(await taken).toMatchObject({ httpStatus: 200 });
    expect(receiver.requests).toHaveLength(1);
  });

  it('at a destination that is not known to be quick is left to an activity', async () => {
    const { attempt } = await arrange([200], { isQuick: false });
    expect(await attempt()).toEqual(NOT_MADE);
    expect(receiver.requests).toEqual([]);
  });

  it.each([
    ['is made when a place comes free at a busy destination', aPlace, { kind: 'delivered' }, 1],
    ['is left to an activity when no place comes free soon', undefined, NOT_MADE, 0],
  ])('%s', async (_what, place, standing, posts) => {
    let give: (place: AttemptPlace | undefined) => void = () => undefined;
    const waiting = new Promise<AttemptPlace | undefined>((resolve) => (give = resolve));
    const { deps } = await arrange([200]);
    const made = attemptQuickly(
      { ...deps, admissions: { askForQuick: () => waiting } },
      { deliveryId: 'dlv1', timeoutSeconds: 20 },
    );
    give(place);
    expect(await made).toEqual(standing);
    expect(receiver.requests).toHaveLength(posts);
  });

  it('is not made twice', async () => {
    const { attempt } = await arrange([503]);
    await attempt();
    expect(await attempt()).toEqual(NOT_MADE);
    expect(receiver.requests).toHaveLength(1);
  });

  it('is not made of a delivery that was cancelled', async () => {
    const { attempt } = await arrange([200]);
    await stores.deliveries.markCancelled('dlv1', new Date().toISOString());
    expect(await attempt()).toEqual(NOT_MADE);
    expect(receiver.requests).toEqual([]);
  });

  it('is left to an activity when its key cannot sign any more', async () => {
    const { attempt } = await arrange([200], { delivery: { signatureKey: '222222222222222' } });
    expect(await attempt()).toEqual(NOT_MADE);
    expect(receiver.requests).toEqual([]);
  });

  it('that a failure of our own ended is made again only by who can record it', async () => {
    const broken = { post: () => Promise.reject(new Error('out of sockets')) };
    const { attempt, deps } = await arrange([200], { deps: { sender: broken } });
    expect(await attempt()).toEqual({
      kind: 'under_way',
      underWay: { worker: deps.underWay.worker, until: expect.any(String) as string },
    });
  });

  it('gives its place back, however it ends', async () => {
    const { deps, attempt } = await arrange([200], {
      deps: { sender: { post: () => Promise.reject(new Error('no')) } },
    });
    for (let count = 0; count < 300; count++) await attempt();
    expect(deps.admissions.askForQuick({ environmentId: 'env1', url: receiver.url })).toMatchObject({
      kind: 'admitted',
    });
  });
});
