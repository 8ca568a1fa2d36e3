import { FailedLogins } from '../../../src/api/access/login';
import type { Login } from '../../../src/api/access/login';
import { RateLimitedError } from '../../../src/domain/errors';

const KEY = '738291046655821';
const SECRET = 'right';

/** Logins of which only KEY with SECRET is right, and how often the credentials were looked at. */
class Door {
  readonly logins = new FailedLogins();
  looks = 0;

  async try(about: Partial<Login> = {}): Promise<'in' | 'wrong' | RateLimitedError> {
    const login = { network: '203.0.113.7', scope: 'acme', apiKey: KEY, apiSecret: SECRET, ...about };
    const isRight = login.apiKey === KEY && login.apiSecret === SECRET;
    const look = async () => {
      this.looks += 1;
      return isRight;
    };
    return this.logins.attempt(login, look).then(
      (found) => (found ? 'in' : 'wrong'),
      (error: RateLimitedError) => error,
    );
  }

  async fail(times: number, about: (n: number) => Partial<Login>): Promise<unknown[]> {
    const outcomes = [];
    for (let n = 1; n <= times; n++) outcomes.push(await this.try({ apiSecret: `guess ${n}`, ...about(n) }));
    return outcomes;
  }
}

let door: Door;
beforeEach(() => {
  jest.useFakeTimers();
  door = new Door();
});
afterEach(() => void jest.useRealTimers());

describe('failed logins', () => {
  it('with one API key block it for 15 minutes where they come from, after 5 within a minute', async () => {
    expect(await door.fail(5, () => ({}))).toEqual(Array(5).fill('wrong'));
    const refused = await door.try();
    expect(refused).toMatchObject({
      code: 'rate_limited',
      limit: 'failed_logins',
      retryAfterSeconds: 900,
      message:
        'Authorization: 5 attempts with the API key "738291046655821" from this address failed within a minute, expected fewer: try again in 900 s',
    });
    expect(door.looks).toBe(5);
    jest.advanceTimersByTime(899_000);
    expect(await door.try()).toMatchObject({ retryAfterSeconds: 1 });
    jest.advanceTimersByTime(1_000);
    expect(await door.try()).toBe('in');
  });

  it('from one network block it for 15 minutes, after 10 within a minute, whatever keys they named', async () => {
    await door.fail(10, (n) => ({ apiKey: `${n}` }));
    expect(await door.try()).toMatchObject({
      retryAfterSeconds: 900,
      message:
        'Authorization: 10 attempts from this address failed within a minute, expected fewer: try again in 900 s',
    });
    expect(door.looks).toBe(10);
    jest.advanceTimersByTime(900_000);
    expect(await door.try()).toBe('in');
  });

  it('are the same for a key that exists and for one that does not', async () => {
    const existing = await door.fail(6, () => ({ network: 'a' }));
    const unknown = await door.fail(6, () => ({ network: 'b', apiKey: '1' }));
    expect([existing.slice(0, 5), unknown.slice(0, 5)]).toEqual([
      Array(5).fill('wrong'),
      Array(5).fill('wrong'),
    ]);
    expect([existing[5], unknown[5]]).toEqual([expect.any(RateLimitedError), expect.any(RateLimitedError)]);
  });

  it('that are fewer than 5 a minute block nothing', async () => {
    for (let minute = 0; minute < 10; minute++) {
      await door.fail(4, () => ({}));
      jest.advanceTimersByTime(60_000);
    }
    expect(await door.try()).toBe('in');
  });

  it('while a caller is blocked count for nothing: the block ends when it was said to end', async () => {
    await door.fail(5, () => ({}));
    await door.fail(100, () => ({}));
    jest.advanceTimersByTime(900_000);
    expect(await door.try()).toBe('in');
  });

  it('of one key do not reach the limit of the network, so that one old secret blocks no other key', async () => {
    await door.fail(50, () => ({ apiKey: 'old' }));
    expect(await door.try()).toBe('in');
  });
});

describe('somebody who fails on purpose', () => {
  it('locks nobody out who comes from another network, known or not', async () => {
    await door.fail(100, () => ({ network: '198.51.100.1' }));
    expect(await door.try()).toBe('in');
  });

  it('locks nobody out who has been let in before, not even behind the same address', async () => {
    await door.try();
    await door.fail(5, () => ({}));
    await door.fail(20, (n) => ({ apiKey: `${n}` }));
    expect(await door.try()).toBe('in');
  });

  it('is not let in by having been refused beside somebody who is', async () => {
    await door.try();
    await door.fail(5, () => ({}));
    expect(await door.try({ apiSecret: 'guess' })).toBeInstanceOf(RateLimitedError);
    expect(await door.try({ scope: 'globex' })).toBeInstanceOf(RateLimitedError);
  });

  it('cannot have others forgotten by naming countless keys', async () => {
    await door.try();
    await door.fail(5, () => ({}));
    for (let n = 0; n < 1_000; n++) await door.try({ apiKey: `${n}`, apiSecret: 'x', network: `n${n}` });
    expect(await door.try()).toBe('in');
    expect(await door.try({ apiSecret: 'guess' })).toBeInstanceOf(RateLimitedError);
  });
});

describe('credentials that were right and are so no longer', () => {
  it('lose what they had with their first failure', async () => {
    const { logins } = new Door();
    const login = { network: 'n', scope: 'acme', apiKey: KEY, apiSecret: SECRET };
    let isEnabled = true;
    const attempt = () => logins.attempt(login, async () => isEnabled);
    await attempt();
    isEnabled = false;
    for (let n = 0; n < 5; n++) expect(await attempt()).toBe(false);
    await expect(attempt()).rejects.toBeInstanceOf(RateLimitedError);
  });
});

it('a database that fails is no failed login', async () => {
  const { logins } = door;
  const login = { network: 'n', scope: 'acme', apiKey: KEY, apiSecret: SECRET };
  const down = () => logins.attempt(login, () => Promise.reject(new Error('down')));
  for (let n = 0; n < 20; n++) await expect(down()).rejects.toThrow('down');
  expect(await logins.attempt(login, async () => true)).toBe(true);
});
