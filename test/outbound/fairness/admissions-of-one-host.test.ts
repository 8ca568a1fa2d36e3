import type { AttemptOutcome } from '../../../src/domain/deliveries/attempt';
import { Admissions, type Admitted, type Refused } from '../../../src/outbound/fairness/admissions';

/* Time stands still until a test moves it. */
beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const HOST = 'https://hooks.example';
const OK = `${HOST}/ok`;
const HANG = `${HOST}/hang`;
const ACCEPTED: AttemptOutcome = { kind: 'delivered', httpStatus: 200, responseExcerpt: '', durationMs: 5 };
const TIMED_OUT: AttemptOutcome = {
  kind: 'unreachable',
  errorCode: 'timeout',
  errorMessage: '',
  durationMs: 20_000,
};
const TIMEOUT_MS = 20_000;

let admissions: Admissions;
beforeEach(() => {
  admissions = new Admissions(1_000);
});

const times = (count: number, url: string) => Array<string>(count).fill(url);
const paths = (count: number, prefix = 'h') =>
  Array.from({ length: count }, (_, i) => `${HOST}/${prefix}${i}`);

/** Asks for places, one after the other. @returns what has been answered so far. */
async function ask(urls: readonly string[], environmentId = 'env1') {
  const answers: (Admitted | Refused)[] = [];
  for (const url of urls) {
    void admissions.ask({ environmentId, url, refusals: 0 }).then((answer) => answers.push(answer));
  }
  await jest.advanceTimersByTimeAsync(0);
  return answers;
}

/** Attempts that hang until their deadline. */
async function hang(urls: readonly string[]): Promise<number> {
  let underWay = 0;
  for (const url of urls) {
    void admissions.ask({ environmentId: 'env1', url, refusals: 0 }).then((answer) => {
      if (answer.kind === 'refused') return;
      underWay += 1;
      setTimeout(() => answer.leave(TIMED_OUT), TIMEOUT_MS);
    });
  }
  await jest.advanceTimersByTimeAsync(0);
  return underWay;
}

async function answerQuickly(urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    void admissions.ask({ environmentId: 'env1', url, refusals: 0 }).then((answer) => {
      if (answer.kind === 'admitted') answer.leave(ACCEPTED);
    });
  }
  await jest.advanceTimersByTimeAsync(0);
}

const admittedOf = (answers: readonly (Admitted | Refused)[]) =>
  answers.filter(({ kind }) => kind === 'admitted').length;
const reasonsOf = (answers: readonly (Admitted | Refused)[]) => [
  ...new Set(answers.flatMap((answer) => (answer.kind === 'refused' ? [answer.reason] : []))),
];

describe('a URL that hangs', () => {
  it('takes no place of another of its host, known or new', async () => {
    await answerQuickly(times(10, OK));
    await hang(times(50, HANG));
    expect(admittedOf(await ask(times(20, OK)))).toBe(20);
    expect(admittedOf(await ask(times(10, `${HOST}/new`)))).toBe(10);
  });

  it('is the same URL, however its query differs', async () => {
    await hang(Array.from({ length: 50 }, (_, i) => `${HANG}?n=${i}`));
    expect(admittedOf(await ask([`${HANG}?n=50`]))).toBe(0);
  });

  it('has one place once its first attempts have ended, while another goes on growing', async () => {
    await hang(times(10, HANG));
    await jest.advanceTimersByTimeAsync(TIMEOUT_MS);
    for (let round = 0; round < 10; round++) await answerQuickly(times(100, OK));
    expect(await hang(times(5, HANG))).toBe(1);
    expect(admittedOf(await ask(times(100, OK)))).toBe(100);
  });
});

describe('two hundred URLs of one host that hang', () => {
  const load = async () => {
    for (let second = 0; second < 30; second++) {
      await hang(paths(200).flatMap((url) => times(5, url)));
      await jest.advanceTimersByTimeAsync(1_000);
    }
  };

  it('leave a hundred places to those that are known to be quick', async () => {
    for (let round = 0; round < 10; round++) await answerQuickly(times(100, OK));
    await load();
    expect(admittedOf(await ask(times(100, OK)))).toBe(100);
  });

  it('leave a place to a new URL, once they are known', async () => {
    await load();
    await load();
    await hang(paths(200));
    expect(admittedOf(await ask([`${HOST}/new`]))).toBe(1);
  });

  it('leave a place to a new URL of another host', async () => {
    await load();
    expect(admittedOf(await ask(times(10, 'https://another.example/')))).toBe(10);
  });

  it('hold no more than half of what the host gets', async () => {
    await load();
    const answers = await ask(paths(200));
    expect(admittedOf(answers)).toBeLessThanOrEqual(25);
    expect(reasonsOf(answers)).toContain(
      'hooks.example is busy: it has as many attempts under way to URLs that do not answer at once as one host gets',
    );
  });
});

describe('a URL that once took longer than a second to answer', () => {
  const answerLate = async () => {
    const [place] = await ask([OK]);
    await jest.advanceTimersByTimeAsync(1_500);
    if (place?.kind === 'admitted') place.leave({ ...ACCEPTED, durationMs: 1_500 });
  };

  it.each([
    ['ten URLs of its host', paths(10).flatMap((url) => times(10, url))],
    ['two hundred URLs of its host', paths(200).flatMap((url) => times(5, url))],
    ['a thousand other hosts', Array.from({ length: 1_000 }, (_, i) => `https://h${i}.example/`)],
  ])('has its places although %s hang', async (_what, urls) => {
    await answerQuickly(times(10, OK));
    await answerLate();
    for (let second = 0; second < 15; second++) {
      await hang(urls);
      await jest.advanceTimersByTimeAsync(1_000);
    }
    await hang(urls);
    expect(admittedOf(await ask(times(10, OK)))).toBe(10);
  });
});

describe('a URL of its own for each notification', () => {
  it('is asked as often at a time as new URLs of its host have earned by quick answers', async () => {
    for (let round = 0; round < 20; round++) await answerQuickly(paths(100, `round${round}/`));
    expect(admittedOf(await ask(paths(100, 'last')))).toBeGreaterThanOrEqual(80);
  });

  it('goes on whatever else hangs, where it was always quick', async () => {
    for (let round = 0; round < 5; round++) await answerQuickly(paths(20, `round${round}/`));
    await hang(Array.from({ length: 1_000 }, (_, i) => `https://h${i}.example/`));
    expect(admittedOf(await ask(paths(20, 'last')))).toBe(20);
  });

  it('that hangs half of the time gets no more than what is in doubt, and leaves the rest to others', async () => {
    await answerQuickly(times(100, OK));
    for (let second = 0; second < 60; second++) {
      for (let i = 0; i < 50; i++) {
        await answerQuickly([`${HOST}/quick/${second}/${i}`]);
        await hang([`${HOST}/hang/${second}/${i}`]);
      }
      await jest.advanceTimersByTimeAsync(1_000);
    }
    expect(admittedOf(await ask(times(15, OK)))).toBe(15);
    const doubtful = await ask(Array.from({ length: 250 }, (_, i) => `https://h${i}.example/`));
    expect(admittedOf(doubtful)).toBeGreaterThanOrEqual(100);
  });
});

describe('a host', () => {
  it('has 200 attempts at a time, however many quick URLs it has', async () => {
    const urls = paths(30);
    for (let round = 0; round < 3; round++) await answerQuickly(urls);
    const answers = await ask(urls.flatMap((url) => times(10, url)));
    expect(admittedOf(answers)).toBe(200);
  });

  it('has 20 URLs at a time found out about', async () => {
    const answers = await ask(paths(60));
    expect(admittedOf(answers)).toBe(20);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(admittedOf(answers)).toBe(40);
  });

  it('of one product environment is not that of another', async () => {
    await hang(paths(200).flatMap((url) => times(5, url)));
    expect(admittedOf(await ask(times(10, HANG), 'env2'))).toBe(10);
  });
});

describe('attempts that wait for their turn', () => {
  it('at URLs that hang leave slots of their product environment to quick ones', async () => {
    for (let round = 0; round < 10; round++) await answerQuickly(times(100, OK));
    for (let host = 0; host < 100; host++) await hang(times(20, `https://h${host}.example/`));
    expect(admittedOf(await ask(times(100, OK)))).toBe(100);
  });
});
