import type { AttemptOutcome } from '../../src/domain/attempt';
import { createAddressRules } from '../../src/domain/address-rules';
import { Admissions } from '../../src/http/admissions';
import { createNameResolver } from '../../src/http/name-resolver';
import { createSender, type HttpSender } from '../../src/http/sender';
import { startRawReceiver, type RawReceiver } from '../support/raw-receiver';
import { startReceiver, type Receiver } from '../support/receiver';

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
 * A worker's slots, for which a backlog to a receiver that never answers came first.
 *
 * @returns how many notifications the healthy receiver had when the first of the others had failed.
 */
async function deliveredBeforeFirstTimeout(work: Work): Promise<number> {
  const urls = [
    ...Array<string>(HANGING).fill(`http://127.0.0.1:${hanging.port}/`),
    ...Array<string>(HEALTHY).fill(healthy.url),
  ];
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

const post: (url: string) => Promise<AttemptOutcome> = (url) =>
  sender.post({ url, body: '{}', headers: {}, timeoutMs: DEADLINE_MS });

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
