import type { v2 } from 'cloudinary';
import type { OperationAnswers } from '../../../src/api/operations/routes';
import { waitUntil } from '../../support/services/wait-until';
import type { TestApi } from '../../support/services/test-api';
import { basic } from '../../support/services/test-api';
import { ENVIRONMENT } from '../../support/builders/an-environment';
import { aStoredOperation } from '../../support/builders/an-operation';
import { ACCOUNT_ID, anAccount } from '../../support/builders/an-account';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();

type Answer = Awaited<ReturnType<TestApi['call']>>;

const publish = () => api.call('POST /events', { json: { event_type: 'upload', payload: {} } });
const list = () => api.call('GET /triggers');

/** Sends until an answer has the status: within one second there are more than the limit. */
async function until(status: number, send: () => Promise<Answer>): Promise<Answer> {
  return waitUntil(`an answer has status ${status}`, async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, send));
    return answers.find((answer) => answer.status === status);
  });
}

const inEnvironment = (line: string) => line.replace('CLOUD', ENVIRONMENT.cloudName);

describe('every authenticated answer', () => {
  beforeEach(() => api.restart({ apiRequestsPerSecond: 500, publishRequestsPerSecond: 900 }));

  it.each([
    ['that succeeds', 'GET /triggers', 200],
    ['for a path that does not exist', 'GET /nothing', 404],
    ['for a method that does not exist', 'PUT /events', 405],
    ['to a mistake', 'GET /triggers?a=1', 400],
  ])('%s says how many requests are left, and until when', async (_case, line, status) => {
    const { headers, ...answer } = await api.call(line);
    expect(answer.status).toBe(status);
    expect(headers.get('X-FeatureRateLimit-Limit')).toBe('500');
    expect(headers.get('X-FeatureRateLimit-Remaining')).toMatch(/^49\d$/);
    const reset = headers.get('X-FeatureRateLimit-Reset') ?? '';
    expect(reset).toMatch(/^\w{3}, \d{2} \w{3} \d{4} \d\d:\d\d:\d\d GMT$/);
    expect(Date.parse(reset)).toBeGreaterThan(Date.now() - 1_000);
    expect(Date.parse(reset)).toBeLessThan(Date.now() + 3_000);
  });

  it('counts down', async () => {
    const remaining = (answer: Answer) => Number(answer.headers.get('X-FeatureRateLimit-Remaining'));
    await waitUntil('two answers are of the same second', async () => {
      const [first, second] = [await list(), await list()];
      return remaining(second) === remaining(first) - 1;
    });
  });

  it('has a limit of its own for publishing', async () => {
    expect((await publish()).headers.get('X-FeatureRateLimit-Limit')).toBe('900');
    const response = await api.call('GET /operations/1/response');
    expect(response.headers.get('X-FeatureRateLimit-Limit')).toBe('900');
    expect((await api.call('GET /events')).headers.get('X-FeatureRateLimit-Limit')).toBe('500');
  });

  it.each([
    'POST /v1_1/CLOUD/events',
    'POST /V1_1/CLOUD/Events/',
    'POST /v1_1/CLOUD/events/batch',
    'POST /v1_1/CLOUD/operations',
    'POST /v1_1/CLOUD/operations/1/uploaded',
    'POST /v1_1/CLOUD/operations/1/eager_completed/',
    'GET /v1_1/CLOUD/operations/1/response',
    'HEAD /v1_1/CLOUD/operations/1/response',
  ])('counts %s as publishing', async (line) => {
    expect((await api.callAbsolute(inEnvironment(line))).headers.get('X-FeatureRateLimit-Limit')).toBe('900');
  });

  it.each([
    'GET /v1_1/CLOUD/events',
    'GET /v1_1/CLOUD/operations/1',
    'POST /v1_1/CLOUD/operations/1/unknown',
    'POST /v1_1/CLOUD/triggers',
    'POST /v1_1/CLOUD/triggers/events',
    'POST /v1_1/CLOUD/deliveries/1/retry',
    'DELETE /v1_1/CLOUD/events',
  ])('does not count %s as publishing', async (line) => {
    expect((await api.callAbsolute(inEnvironment(line))).headers.get('X-FeatureRateLimit-Limit')).toBe('500');
  });

  it('counts nothing of an account as publishing', async () => {
    const authorization = basic(anAccount().apiKey, anAccount().apiSecret);
    const line = `POST /v1_1/provisioning/accounts/${ACCOUNT_ID}/events`;
    const { headers } = await api.callAbsolute(line, { authorization });
    expect(headers.get('X-FeatureRateLimit-Limit')).toBe('500');
  });

  it('is the only one: others say nothing of limits', async () => {
    const unauthorized = await api.call('GET /triggers', { authorization: undefined });
    const open = await api.call('GET /webhook_keys', { authorization: undefined });
    for (const { headers } of [unauthorized, open]) {
      expect([...headers.keys()].filter((name) => /ratelimit/i.test(name))).toEqual([]);
    }
  });
});

describe('a batch of events', () => {
  const batch = (count: number) => {
    const events = Array.from({ length: count }, () => ({ event_type: 'upload', payload: {} }));
    return api.call('POST /events/batch', { json: { events } });
  };
  const remaining = (answer: Answer) => Number(answer.headers.get('X-FeatureRateLimit-Remaining'));

  it('counts as many requests as it has events', async () => {
    await api.restart({ publishRequestsPerSecond: 900 });
    await waitUntil('two answers are of the same second', async () => {
      const [first, second] = [await publish(), await batch(40)];
      return remaining(second) === remaining(first) - 40;
    });
  });

  it('is let in while one request is left, and those after it are refused', async () => {
    await api.restart({ publishRequestsPerSecond: 4 });
    const first = await batch(30);
    expect([first.status, remaining(first)]).toEqual([200, 0]);
    await waitUntil('an answer comes within the second of a batch', async () => {
      await batch(30);
      return (await publish()).status === 429;
    });
  });

  it('has no limit where there is none', async () => {
    await api.restart({ publishRequestsPerSecond: 0 });
    expect((await batch(100)).status).toBe(200);
  });
});

describe('more requests per second than the limit', () => {
  beforeEach(() => api.restart({ apiRequestsPerSecond: 3, publishRequestsPerSecond: 4 }));

  it('are answered 420, as Cloudinary’s Admin API answers, with the time of the return', async () => {
    const answer = await until(420, list);
    expect(answer.code).toBe('rate_limited');
    expect(answer.headers.get('Retry-After')).toBe('1');
    expect(answer.headers.get('X-FeatureRateLimit-Remaining')).toBe('0');
    expect(answer.message).toBe(
      'requests: got more than 3 within a second with the key "738291046655821", expected no more: try again in 1 s',
    );
  });

  it('are answered 429 where the platform publishes; nothing of it is taken', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, publish));
    const statuses = answers.map(({ status }) => status);
    expect([...new Set(statuses)].sort()).toEqual([202, 429]);
    const accepted = statuses.filter((status) => status === 202).length;
    expect(await api.events()).toHaveLength(accepted);
    expect(answers.find(({ status }) => status === 429)?.headers.get('Retry-After')).toBe('1');
  });

  it('of administration do not hold up publishing', async () => {
    await until(420, list);
    expect((await publish()).status).toBe(202);
  });

  it('are let through when the second is over', async () => {
    await until(420, list);
    await waitUntil('the second is over', async () => (await list()).status === 200);
  });
});

it('0 is no limit', async () => {
  await api.restart({ apiRequestsPerSecond: 0, publishRequestsPerSecond: 0 });
  const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => (n % 2 ? list() : publish())));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 202]));
  expect(answers[0]?.headers.get('X-FeatureRateLimit-Limit')).toBeNull();
});

describe('the official client for Node', () => {
  let account: typeof v2.provisioning.account;
  const options = () => ({
    upload_prefix: api.url,
    account_id: anAccount().id,
    provisioning_api_key: anAccount().apiKey,
    provisioning_api_secret: anAccount().apiSecret,
  });
  const subAccounts = () => account.sub_accounts(true, [], undefined, options());

  beforeEach(async () => {
    await api.restart({ apiRequestsPerSecond: 7 });
    // It decides on http or https when it is loaded, by the environment.
    process.env.CLOUDINARY_URL = `cloudinary://key:secret@demo?upload_prefix=${api.url}`;
    account = (await import('cloudinary')).v2.provisioning.account;
  });
  afterEach(() => delete process.env.CLOUDINARY_URL);

  it('reads the limits', async () => {
    const { rate_limit_allowed, rate_limit_remaining, rate_limit_reset_at } = (await subAccounts()) as {
      rate_limit_allowed: number;
      rate_limit_remaining: number;
      rate_limit_reset_at: Date;
    };
    expect([rate_limit_allowed, rate_limit_remaining]).toEqual([7, 6]);
    expect(Math.abs(rate_limit_reset_at.getTime() - Date.now())).toBeLessThan(3_000);
  });

  it('reads that a limit was exceeded', async () => {
    const fault = await waitUntil('a request is refused', async () => {
      const all = await Promise.allSettled(Array.from({ length: 20 }, subAccounts));
      return all.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : [])).at(0);
    });
    expect(fault).toMatchObject({ error: { http_code: 420, message: expect.stringMatching(/^requests: /) } });
  });
});

/** Holds whatever passes it until it is opened. */
class Gate {
  waiting = 0;
  private openIt: () => void = () => undefined;
  private readonly opened = new Promise<void>((resolve) => (this.openIt = resolve));

  async pass<Value>(value: Value): Promise<Value> {
    this.waiting += 1;
    await this.opened;
    return value;
  }

  open(): void {
    this.openIt();
  }
}

describe('more requests at once than the service works on', () => {
  const openPath = 'GET /webhook_keys';

  it('are answered 503 at once, and health probes as ever; there is room when others have ended', async () => {
    const gate = new Gate();
    await api.restart({ maxConcurrentRequests: 3 }, ({ webhookKeys }) => ({
      webhookKeys: { ...webhookKeys, listPublic: () => gate.pass([]) },
    }));
    const held = Array.from({ length: 3 }, () => api.call(openPath));
    await waitUntil('three are under way', () => gate.waiting === 3);

    const refused = await api.call(openPath);
    expect([refused.status, refused.code, refused.headers.get('Retry-After')]).toEqual([
      503,
      'unavailable',
      '1',
    ]);
    expect(refused.message).toBe('3 requests under way already: try again');
    expect((await publish()).status).toBe(503);
    expect(await api.events()).toEqual([]);
    expect((await api.callAbsolute('GET /healthz')).status).toBe(200);
    expect((await api.callAbsolute('GET /readyz')).status).toBe(200);

    gate.open();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await publish()).status).toBe(202);
  });

  it('may not all be of one key: others have room while one key holds its half', async () => {
    const gate = new Gate();
    const publishMany = () => Promise.resolve([]);
    const intake = { publish: () => gate.pass('accepted' as const), publishMany };
    await api.restart({ maxConcurrentRequests: 4 }, () => ({ intake }));
    const held = Array.from({ length: 2 }, publish);
    await waitUntil('two are under way', () => gate.waiting === 2);
    const refused = await publish();
    expect([refused.status, refused.code, refused.headers.get('Retry-After')]).toEqual([
      429,
      'rate_limited',
      '1',
    ]);
    expect((await list()).status).toBe(420);
    expect((await api.call(openPath)).status).toBe(200);
    gate.open();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([202, 202]);
    expect((await list()).status).toBe(200);
  });

  it('are not those that only wait for an operation’s answer', async () => {
    const gate = new Gate();
    const operationAnswers: OperationAnswers = { wait: () => gate.pass(aStoredOperation()) };
    await api.restart({ maxConcurrentRequests: 2 }, () => ({ operationAnswers }));
    const polls = [];
    for (let n = 1; n <= 10; n++) {
      polls.push(api.call('GET /operations/op1/response?wait_seconds=60'));
      await waitUntil(`${n} wait`, () => gate.waiting === n);
    }
    expect((await publish()).status).toBe(202);
    gate.open();
    expect((await Promise.all(polls)).map(({ status }) => status)).toEqual(Array(10).fill(202));
  });
});
