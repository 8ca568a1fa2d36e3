import type { AttemptOutcome } from '../../src/domain/deliveries/attempt';
import { createAddressRules } from '../../src/domain/destinations/address-rules';
import { Admissions } from '../../src/outbound/fairness/admissions';
import { createNameResolver } from '../../src/outbound/network/allowed-addresses';
import { createSender, type HttpSender } from '../../src/outbound/sender';
import { startReceiver, type Receiver } from '../support/receivers/receiver';

const SLOTS = 100;
const HANGING = 150;
const HEALTHY = 20;
const DEADLINE_MS = 700;

/** The only path that is ever answered. */
const OK = '/ok';

let hanging: Receiver;
let healthy: Receiver;
let sender: HttpSender;
beforeEach(async () => {
  const start = () => startReceiver(({ path }) => (path === OK ? 200 : new Promise(() => undefined)));
  [hanging, healthy] = await Promise.all([start(), start()]);
  const rules = createAddressRules({ allowCidrs: ['127.0.0.0/8'] });
  sender = createSender({ rules, resolver: createNameResolver() });
  // Sockets are real. Time passes by `whileNobodyIsAtWork` alone, so a busy machine makes no answer late.
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'clearImmediate', 'queueMicrotask'] });
});
afterEach(async () => {
  jest.useRealTimers();
  sender.close();
  await Promise.all([hanging.close(), healthy.close()]);
});

/** Posts under way. */
const posts = new Set<{ readonly isAnswered: boolean; readonly dueMs: number }>();

async function post(url: string, timeoutMs = DEADLINE_MS): Promise<AttemptOutcome> {
  const underWay = { isAnswered: new URL(url).pathname === OK, dueMs: performance.now() + timeoutMs };
  posts.add(underWay);
  const outcome = await sender.post({ url, body: '{}', headers: {}, timeoutMs });
  posts.delete(underWay);
  return outcome;
}

/** Lets time pass, from one timer to the next, whenever only posts that are never answered are under way. */
async function whileNobodyIsAtWork(work: Promise<unknown>): Promise<void> {
  let isDone = false;
  const done = work.finally(() => (isDone = true));
  while (!isDone) {
    await new Promise((resolve) => setImmediate(resolve));
    const isAtWork = [...posts].some(({ isAnswered, dueMs }) => isAnswered || dueMs <= performance.now());
    if (!isAtWork) jest.advanceTimersToNextTimer();
  }
  await done;
}

/** Makes an attempt in a slot; `undefined` when it gave the slot back without one. */
type Work = (url: string) => Promise<AttemptOutcome | undefined>;

/**
 * A worker's slots, for which a backlog to URLs that never answer came first.
 *
 * @returns how many notifications the healthy URL had when the first of the others had failed.
 */
async function deliveredBeforeFirstTimeout(
  work: Work,
  { hangingUrls, healthyUrl }: { readonly hangingUrls: readonly string[]; readonly healthyUrl: string },
): Promise<number> {
  const backlog = Array.from(
    { length: HANGING },
    (_, index) => hangingUrls[index % hangingUrls.length] ?? '',
  );
  const urls = [...backlog, ...Array<string>(HEALTHY).fill(healthyUrl)];
  let delivered = 0;
  let deliveredThen: number | undefined;
  const next = urls.values();
  const slot = async () => {
    for (const url of next) {
      const outcome = await work(url);
      if (outcome?.kind === 'delivered') delivered += 1;
      if (outcome?.kind === 'unreachable') deliveredThen ??= delivered;
    }
  };
  await whileNobodyIsAtWork(Promise.all(Array.from({ length: SLOTS }, slot)));
  expect(delivered).toBe(HEALTHY);
  return deliveredThen ?? delivered;
}

describe('a destination that never answers', () => {
  const urls = () => ({
    hangingUrls: [new URL('/hang', hanging.url).href],
    healthyUrl: new URL(OK, healthy.url).href,
  });

  it('keeps all others waiting where whoever comes first gets a slot', async () => {
    expect(await deliveredBeforeFirstTimeout(post, urls())).toBe(0);
  });

  it('keeps nobody waiting with us', async () => {
    const admissions = new Admissions(SLOTS);
    const { healthyUrl } = urls();
    const admitted: Work = async (url) => {
      const environmentId = url === healthyUrl ? 'theirs' : 'its own';
      const place = await admissions.ask({ environmentId, url, refusals: 0 });
      if (place.kind === 'refused') return undefined;
      const outcome = await post(url);
      place.leave(outcome);
      return outcome;
    };
    expect(await deliveredBeforeFirstTimeout(admitted, urls())).toBe(HEALTHY);
  });
});

describe('URLs that never answer, of a host that also has a healthy one', () => {
  const LONG_DEADLINE_MS = 2_500;

  const at = (path: string) => new URL(path, hanging.url).href;
  const hangingUrls: readonly [string, () => string[]][] = [
    ['one', () => [at('/hang')]],
    [
      'one whose query differs each time',
      () => Array.from({ length: HANGING }, (_, i) => at(`/hang?n=${i}`)),
    ],
    ['one for each notification', () => Array.from({ length: HANGING }, (_, i) => at(`/hang/${i}`))],
  ];

  /** As Temporal does it: what was put off comes back later, and its slot does other things meanwhile. */
  function admittedBy(ask: (url: string, refusals: number) => ReturnType<Admissions['ask']>): Work {
    const work = async (url: string, refusals = 0): Promise<AttemptOutcome | undefined> => {
      const place = await ask(url, refusals);
      if (place.kind === 'refused') {
        if (url !== at(OK)) return undefined;
        await new Promise((resolve) => setTimeout(resolve, place.retryAfterMs));
        return work(url, refusals + 1);
      }
      const outcome = await post(url, LONG_DEADLINE_MS);
      place.leave(outcome);
      return outcome;
    };
    return work;
  }

  it('keep it waiting where places are counted for each host', async () => {
    const perHost = new Admissions(SLOTS);
    const work = admittedBy((url, refusals) => {
      const { origin } = new URL(url);
      return perHost.ask({ environmentId: 'one', url: `${origin}/`, refusals });
    });
    const urls = { hangingUrls: [at('/hang')], healthyUrl: at(OK) };
    expect(await deliveredBeforeFirstTimeout(work, urls)).toBeLessThan(HEALTHY / 2);
  });

  it.each(hangingUrls)('%s: do not keep it waiting with us', async (_what, urls) => {
    const admissions = new Admissions(SLOTS);
    const work = admittedBy((url, refusals) => admissions.ask({ environmentId: 'one', url, refusals }));
    // New URLs of one host wait for each other, so where so many others are new it must be known.
    if (urls().length > 1) await whileNobodyIsAtWork(work(at(OK)));
    const delivered = await deliveredBeforeFirstTimeout(work, {
      hangingUrls: urls(),
      healthyUrl: at(OK),
    });
    expect(delivered).toBe(HEALTHY);
  });
});
