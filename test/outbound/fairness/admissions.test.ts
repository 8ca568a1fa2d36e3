import type { AttemptOutcome } from '../../../src/domain/deliveries/attempt';
import { Admissions, type Admitted, type Refused } from '../../../src/outbound/fairness/admissions';

/* Time stands still until a test moves it. */
beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const URL_A = 'https://a.example/hook';
const ACCEPTED: AttemptOutcome = { kind: 'delivered', httpStatus: 200, responseExcerpt: '', durationMs: 5 };
const TIMED_OUT: AttemptOutcome = {
  kind: 'unreachable',
  errorCode: 'timeout',
  errorMessage: '',
  durationMs: 20_000,
};

/** Asks as one environment for places at one URL after the other, and lists what has been answered so far. */
function asker(admissions: Admissions, environmentId = 'env1') {
  const answers: (Admitted | Refused)[] = [];
  const asked: Promise<unknown>[] = [];
  return {
    answers,
    async ask(urls: readonly string[]) {
      for (const url of urls) {
        asked.push(
          admissions.ask({ environmentId, url, refusals: 0 }).then((answer) => answers.push(answer)),
        );
      }
      await jest.advanceTimersByTimeAsync(0);
      return answers;
    },
    get admitted() {
      return answers.filter((answer) => answer.kind === 'admitted');
    },
    get reasons() {
      return [...new Set(answers.flatMap((answer) => (answer.kind === 'refused' ? [answer.reason] : [])))];
    },
    /** Ends all attempts that were admitted. */
    async leave(outcome?: AttemptOutcome) {
      for (const answer of answers.splice(0)) if (answer.kind === 'admitted') answer.leave(outcome);
      await jest.advanceTimersByTimeAsync(0);
    },
  };
}

const times = (count: number, url = URL_A) => Array<string>(count).fill(url);
const hosts = (count: number) => Array.from({ length: count }, (_, index) => `https://h${index}.example/`);

describe('a destination', () => {
  it('has 10 attempts at a time at first, as many waiting, and refuses the rest at once', async () => {
    const env1 = asker(new Admissions(1_000));
    await env1.ask(times(25));
    expect(env1.admitted).toHaveLength(10);
    expect(env1.answers).toHaveLength(15);
    expect(env1.reasons).toEqual(['a.example/hook is busy: 10 attempts at a time for now']);
  });

  it('lets nobody wait longer than a second', async () => {
    const env1 = asker(new Admissions(1_000));
    await env1.ask(times(20));
    await jest.advanceTimersByTimeAsync(999);
    expect(env1.answers).toHaveLength(10);
    await jest.advanceTimersByTimeAsync(1);
    expect(env1.answers).toHaveLength(20);
    expect(env1.admitted).toHaveLength(10);
  });

  it('gives a place that comes free to who waits, the first one first', async () => {
    const admissions = new Admissions(1_000);
    const env1 = asker(admissions);
    const [first] = await env1.ask(times(10));
    const order: string[] = [];
    for (const name of ['one', 'two']) {
      const asked = { environmentId: 'env1', url: URL_A, refusals: 0 };
      void admissions.ask(asked).then(({ kind }) => order.push(`${name} ${kind}`));
    }
    if (first?.kind === 'admitted') first.leave(undefined);
    await jest.advanceTimersByTimeAsync(0);
    expect(order).toEqual(['one admitted']);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(order).toEqual(['one admitted', 'two refused']);
  });

  it('gets more places with quick answers', async () => {
    const env1 = asker(new Admissions(1_000));
    await env1.ask(times(10));
    await env1.leave(ACCEPTED);
    await env1.ask(times(30));
    expect(env1.admitted).toHaveLength(20);
  });

  it('that hangs has one place once its first attempts have ended', async () => {
    const env1 = asker(new Admissions(1_000));
    await env1.ask(times(10));
    await jest.advanceTimersByTimeAsync(20_000);
    await env1.leave(TIMED_OUT);
    await env1.ask(times(10));
    expect(env1.admitted).toHaveLength(1);
    expect(env1.reasons).toEqual(['a.example/hook is busy: 1 attempt at a time for now']);
  });

  it.each([
    ['is another one', 'http://a.example/hook'],
    ['is another one', 'https://a.example:8443/hook'],
    ['is another one', 'https://b.example/hook'],
    ['is another one', 'https://a.example/other'],
    ['is the same one', 'https://a.example/hook?x=1'],
  ])('%s: %s', async (what, url) => {
    const env1 = asker(new Admissions(1_000));
    await env1.ask(times(20));
    await env1.ask([url]);
    expect(env1.admitted).toHaveLength(what === 'is another one' ? 11 : 10);
  });

  it('of one environment does not slow down the same host as another’s', async () => {
    const admissions = new Admissions(1_000);
    const [env1, env2] = [asker(admissions), asker(admissions, 'env2')];
    await env1.ask(times(30));
    await env2.ask(times(10));
    expect(env2.admitted).toHaveLength(10);
  });
});

describe('deliveries that were put off', () => {
  const delays = (env: ReturnType<typeof asker>) =>
    env.answers.flatMap((answer) => (answer.kind === 'refused' ? [answer.retryAfterMs] : []));

  it('come back within a second where nothing is known to be slow', async () => {
    const env1 = asker(new Admissions(1_000));
    await env1.ask(times(1_020));
    expect(delays(env1)).toHaveLength(1_000);
    expect(Math.max(...delays(env1))).toBeLessThanOrEqual(1_000);
  });

  it('take turns where it is slow: about two a second come back, of all of them', async () => {
    const env1 = asker(new Admissions(1_000));
    await env1.ask([...times(10), ...times(10, 'https://b.example/')]);
    await jest.advanceTimersByTimeAsync(1_000);
    await env1.ask(times(500).flatMap((url) => [url, 'https://b.example/']));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(delays(env1)).toHaveLength(1_000);
    const soon = delays(env1).filter((delayMs) => delayMs <= 60_000);
    expect(soon.length).toBeGreaterThan(100);
    expect(soon.length).toBeLessThan(250);
    expect(Math.max(...delays(env1))).toBeLessThanOrEqual(300_000);
  });

  it('take turns with those of the same environment only', async () => {
    const admissions = new Admissions(1_000);
    const [env1, env2] = [asker(admissions), asker(admissions, 'env2')];
    for (const env of [env1, env2]) await env.ask(times(10));
    await jest.advanceTimersByTimeAsync(1_000);
    await env1.ask(times(1_000));
    await env2.ask(times(11));
    expect(Math.max(...delays(env2))).toBeLessThanOrEqual(1_000);
  });

  it('do not have to wait for those to another URL', async () => {
    const env1 = asker(new Admissions(1_000));
    await env1.ask([...times(10), ...times(10, 'https://a.example/slow')]);
    await jest.advanceTimersByTimeAsync(1_000);
    await env1.ask(times(10_000));
    await jest.advanceTimersByTimeAsync(1_000);
    env1.answers.length = 0;
    await env1.ask(times(20, 'https://a.example/slow'));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(delays(env1)).toHaveLength(20);
    expect(Math.max(...delays(env1))).toBeLessThanOrEqual(20_000);
  });

  it('have their turns again when those before have come back', async () => {
    const env1 = asker(new Admissions(1_000));
    await env1.ask(times(10));
    await jest.advanceTimersByTimeAsync(1_000);
    await env1.ask(times(1_000));
    await jest.advanceTimersByTimeAsync(301_000);
    env1.answers.length = 0;
    await env1.ask(times(11));
    expect(delays(env1)).toHaveLength(1);
    expect(Math.max(...delays(env1))).toBeLessThanOrEqual(1_000);
  });
});

describe('a place at a quick destination', () => {
  async function quickDestination() {
    const admissions = new Admissions(1_000);
    const env1 = asker(admissions);
    await env1.ask([URL_A]);
    await env1.leave(ACCEPTED);
    const askForQuick = () => admissions.askForQuick({ environmentId: 'env1', url: URL_A });
    return { env1, askForQuick };
  }

  it('is given at once while there are any', async () => {
    const { askForQuick } = await quickDestination();
    expect(askForQuick()).toMatchObject({ kind: 'admitted' });
  });

  it('is waited for until one comes free', async () => {
    const { env1, askForQuick } = await quickDestination();
    await env1.ask(times(11));
    const waiting = Promise.resolve(askForQuick());
    await env1.leave(ACCEPTED);
    expect(await waiting).toMatchObject({ kind: 'admitted' });
  });

  it('is waited for half a second at most', async () => {
    const { env1, askForQuick } = await quickDestination();
    await env1.ask(times(11));
    let given: unknown = 'none yet';
    void Promise.resolve(askForQuick()).then((place) => (given = place));
    await jest.advanceTimersByTimeAsync(499);
    expect(given).toBe('none yet');
    await jest.advanceTimersByTimeAsync(1);
    expect(given).toBeUndefined();
  });

  it('is not waited for by more than there are places', async () => {
    const { env1, askForQuick } = await quickDestination();
    await env1.ask(times(11));
    const asked = Array.from({ length: 12 }, askForQuick);
    expect(asked.filter((place) => place === undefined)).toHaveLength(1);
  });

  it('is given back, and none is given, where the destination has turned slow meanwhile', async () => {
    const { env1, askForQuick } = await quickDestination();
    await env1.ask(times(11));
    const waiting = Promise.resolve(askForQuick());
    await env1.leave(TIMED_OUT);
    expect(await waiting).toBeUndefined();
    await env1.ask(times(1));
    expect(env1.admitted).toHaveLength(1);
  });

  it('is not to be had where nothing is known, or the last attempt was slow', async () => {
    const { env1, askForQuick } = await quickDestination();
    await env1.ask([URL_A]);
    await env1.leave(TIMED_OUT);
    expect(askForQuick()).toBeUndefined();
    expect(new Admissions(1_000).askForQuick({ environmentId: 'env1', url: URL_A })).toBeUndefined();
  });
});

describe('an environment', () => {
  it('with a thousand new hosts that hang has three quarters of a quarter of the slots for them', async () => {
    const env1 = asker(new Admissions(1_000));
    await env1.ask(hosts(1_000));
    expect(env1.admitted).toHaveLength(188);
    expect(env1.reasons).toEqual([
      'the product environment has as many attempts under way to destinations that do not answer at once as one gets',
    ]);
  });

  it('goes on telling its quick destinations meanwhile', async () => {
    const env1 = asker(new Admissions(1_000));
    await env1.ask([URL_A]);
    await env1.leave(ACCEPTED);
    await env1.ask(hosts(1_000));
    const before = env1.admitted.length;
    await env1.ask([URL_A]);
    expect(env1.admitted).toHaveLength(before + 1);
  });

  it('has half of the slots at most, even with destinations that were quick so far', async () => {
    const env1 = asker(new Admissions(40));
    for (const url of hosts(4)) {
      await env1.ask([url]);
      await env1.leave(ACCEPTED);
    }
    await env1.ask(hosts(4).flatMap((url) => times(10, url)));
    expect(env1.admitted).toHaveLength(20);
    expect(env1.reasons).toEqual([
      'the product environment has half of all attempts under way, as many as one gets',
    ]);
  });

  it('whose quick destinations begin to hang gets no more doubtful attempts after a second', async () => {
    const env1 = asker(new Admissions(40));
    for (const url of hosts(2)) {
      await env1.ask([url]);
      await env1.leave(ACCEPTED);
    }
    await env1.ask(hosts(2).flatMap((url) => times(5, url)));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(env1.admitted).toHaveLength(10);
    await env1.ask(['https://new.example/', 'https://h0.example/']);
    expect(env1.admitted).toHaveLength(10);
  });

  it('gets its share back when the attempts end', async () => {
    const env1 = asker(new Admissions(1_000));
    for (let round = 0; round < 3; round++) {
      await env1.ask(hosts(1_000));
      expect(env1.admitted).toHaveLength(188);
      await jest.advanceTimersByTimeAsync(2_000);
      await env1.leave(undefined);
    }
  });
});

describe('many environments with hanging destinations', () => {
  it('leave the slots to quick destinations that new ones do not get', async () => {
    const admissions = new Admissions(1_000);
    const quick = asker(admissions, 'quick');
    await quick.ask([URL_A]);
    await quick.leave(ACCEPTED);

    const hanging = Array.from({ length: 10 }, (_, index) => asker(admissions, `hanging${index}`));
    for (const env of hanging) await env.ask(hosts(100));
    expect(hanging.flatMap((env) => env.admitted)).toHaveLength(563);
    expect(hanging[9]?.reasons).toEqual([
      'as many attempts as may be are under way to destinations that do not answer at once',
    ]);
    await quick.ask([URL_A]);
    expect(quick.admitted).toHaveLength(1);
  });
});
