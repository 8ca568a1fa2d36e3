import { setTimeout as sleep } from 'node:timers/promises';
import type { AttemptOutcome } from '../../src/domain/deliveries/attempt';
import { createAddressRules } from '../../src/domain/destinations/address-rules';
import { Admissions } from '../../src/outbound/fairness/admissions';
import { createNameResolver } from '../../src/outbound/network/name-resolver';
import { createSender, type HttpSender } from '../../src/outbound/sender';
import { startRawReceiver, type RawReceiver } from '../support/receivers/raw-receiver';
import { startReceiver, type Receiver } from '../support/receivers/receiver';

const SLOTS = 100;
const HANGING = 150;
const HEALTHY = 20;
const DEADLINE_MS = 700;

let hanging: RawReceiver;
let healthy: Receiver;
let sender: HttpSender;
beforeEach(async () => {
  hanging = await startRawReceiver((socket) => socket.resume());
  healthy = await startReceiver();
  const rules = createAddressRules({ allowCidrs: ['127.0.0.0/8'] });
  sender = createSender({ rules, resolver: createNameResolver() });
});
afterEach(async () => {
  sender.close();
  await Promise.all([hanging.close(), healthy.close()]);
});

/** Makes an attempt in a slot; `undefined` when it gave the slot back without one. */
type Work = (url: string) => Promise<AttemptOutcome | undefined>;

/**
 * A worker's slots, for which a backlog to URLs that never answer came first.
 *
 * @returns how many notifications the healthy URL had when the first of the others had failed.
 */
async function deliveredBeforeFirstTimeout(
  work: Work,
  { hangingUrls = [`http://127.0.0.1:${hanging.port}/`], healthyUrl = healthy.url } = {},
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
  await Promise.all(Array.from({ length: SLOTS }, slot));
  expect(delivered).toBe(HEALTHY);
  return deliveredThen ?? delivered;
}

const post: (url: string, timeoutMs?: number) => Promise<AttemptOutcome> = (url, timeoutMs = DEADLINE_MS) =>
  sender.post({ url, body: '{}', headers: {}, timeoutMs });

describe('a destination that never answers', () => {
  it('keeps all others waiting where whoever comes first gets a slot', async () => {
    expect(await deliveredBeforeFirstTimeout(post)).toBe(0);
  });

  it('keeps nobody waiting with us', async () => {
    const admissions = new Admissions(SLOTS);
    const admitted: Work = async (url) => {
      const environmentId = url === healthy.url ? 'theirs' : 'its own';
      const place = await admissions.ask({ environmentId, url, refusals: 0 });
      if (place.kind === 'refused') return undefined;
      const outcome = await post(url);
      place.leave(outcome);
      return outcome;
    };
    expect(await deliveredBeforeFirstTimeout(admitted)).toBe(HEALTHY);
  });
});

describe('URLs that never answer, of a host that also has a healthy one', () => {
  const LONG_DEADLINE_MS = 2_500;
  let host: Receiver;
  beforeEach(async () => {
    host = await startReceiver(({ path }) => (path === '/ok' ? 200 : new Promise(() => undefined)));
  });
  afterEach(() => host.close());

  const at = (path: string) => new URL(path, host.url).href;
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
        if (url !== at('/ok')) return undefined;
        await sleep(place.retryAfterMs);
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
    const urls = { hangingUrls: [at('/hang')], healthyUrl: at('/ok') };
    expect(await deliveredBeforeFirstTimeout(work, urls)).toBeLessThan(HEALTHY / 2);
  });

  it.each(hangingUrls)('%s: do not keep it waiting with us', async (_what, urls) => {
    const admissions = new Admissions(SLOTS);
    const work = admittedBy((url, refusals) => admissions.ask({ environmentId: 'one', url, refusals }));
    // New URLs of one host wait for each other, so where so many others are new it must be known.
    if (urls().length > 1) await work(at('/ok'));
    const delivered = await deliveredBeforeFirstTimeout(work, {
      hangingUrls: urls(),
      healthyUrl: at('/ok'),
    });
    expect(delivered).toBe(HEALTHY);
  });
});
