import { generateKeyPairSync } from 'node:crypto';
import type { ApplicationFailure } from '@temporalio/common';
import { v2 as cloudinary } from 'cloudinary';
import { attemptDelivery } from '../../src/activities/attempt-delivery';
import type { AttemptDeliveryInput, AttemptDependencies } from '../../src/activities/attempt-delivery';
import { AttemptsUnderWay } from '../../src/activities/record-attempt';
import type { Delivery } from '../../src/domain/deliveries/delivery';
import type { Event } from '../../src/domain/events/event';
import { createAddressRules } from '../../src/domain/destinations/address-rules';
import { Admissions } from '../../src/outbound/fairness/admissions';
import { createNameResolver } from '../../src/outbound/network/allowed-addresses';
import { createSender } from '../../src/outbound/sender';
import { anEvent } from '../support/builders/an-event';
import { startReceiver, type Answers, type Receiver } from '../support/receivers/receiver';
import { aDelivery } from '../support/builders/a-delivery';
import { fakeKeys, fakeRecords } from './fake-records';

/* On real sockets: the sender and a receiver. */

const privateKeyPem = generateKeyPairSync('ed25519').privateKey.export({
  type: 'pkcs8',
  format: 'pem',
}) as string;
const realSender = createSender({
  rules: createAddressRules({ allowCidrs: ['127.0.0.0/8'] }),
  resolver: createNameResolver(),
});
const receivers: Receiver[] = [];
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close();
});
afterAll(() => realSender.close());

interface Arrangement {
  readonly answers?: Answers;
  readonly delivery?: Partial<Delivery>;
  readonly keys?: Parameters<typeof fakeKeys>[0];
  readonly input?: Partial<AttemptDeliveryInput>;
  /** No wait follows. */
  readonly isLast?: boolean;
  readonly admissions?: AttemptDependencies['admissions'];
  readonly underWay?: AttemptsUnderWay;
  readonly sender?: AttemptDependencies['sender'];
  readonly event?: Event;
  /** 1-based: how often Temporal has run the activity. */
  readonly run?: number;
  /** In place of those in memory. */
  readonly records?: Partial<AttemptDependencies['deliveries']>;
}

async function arrange({
  answers,
  delivery,
  keys = [{ apiKey: '111111111111111' }],
  input,
  isLast,
  admissions = new Admissions(100),
  underWay = new AttemptsUnderWay(),
  sender = realSender,
  event,
  run = 1,
  records: changed,
}: Arrangement) {
  const receiver = await startReceiver(answers);
  receivers.push(receiver);
  const stored = aDelivery({ uri: receiver.url, ...delivery });
  const { records, recorded, calls } = fakeRecords(stored);
  const deps = {
    events: { find: async () => event ?? neverAsked() },
    deliveries: { ...records, ...changed },
    keys: fakeKeys(keys, privateKeyPem),
    sender,
    admissions,
    underWay,
    userAgent: 'webhook-notifications/test',
    now: () => new Date('2026-03-14T09:26:53.589Z'),
    activityRun: () => run,
    heartbeat: () => undefined,
    isDatabaseUnavailable: (error: unknown) => (error as NodeJS.ErrnoException).code === 'SQLITE_BUSY',
  };
  const asked: AttemptDeliveryInput = {
    deliveryId: stored.id,
    attemptNumber: 1,
    attemptInRun: 1,
    timeoutSeconds: 20,
    ...(isLast ? {} : { nextDelaySeconds: 180 }),
    ...input,
  };
  const attempt = () => attemptDelivery(deps, asked);
  const failure = () =>
    attempt().then(
      () => fail('expected a failure'),
      (error: ApplicationFailure) => error,
    );
  return { attempt, failure, records, recorded, calls, receiver, stored };
}

function neverAsked(): never {
  throw new Error('an attempt does not need this');
}

describe('an attempt', () => {
  it('POSTs the stored body, signed, and records the acceptance', async () => {
    const {
      attempt,
      recorded,
      receiver: { requests },
      stored,
    } = await arrange({ answers: () => ({ status: 200, body: 'thanks' }) });
    await expect(attempt()).resolves.toMatchObject({ httpStatus: 200 });

    const [request] = requests;
    expect(request?.body).toBe(stored.body);
    cloudinary.config({ api_secret: 'secret of 111111111111111', signature_algorithm: 'sha1' });
    const { 'x-cld-timestamp': timestamp, 'x-cld-signature': signature } = request?.headers ?? {};
    expect(timestamp).toBe('1773480413');
    expect(
      cloudinary.utils.verifyNotificationSignature(stored.body, Number(timestamp), String(signature), 1e9),
    ).toBe(true);
    expect(recorded).toEqual([
      {
        attempt: {
          deliveryId: stored.id,
          attemptNumber: 1,
          startedAt: '2026-03-14T09:26:53.589Z',
          requestHeaders: expect.objectContaining({ 'X-Cld-Signature': signature }) as object,
          outcome: {
            kind: 'delivered',
            httpStatus: 200,
            responseExcerpt: 'thanks',
            responseHeaders: expect.objectContaining({ 'Transfer-Encoding': 'chunked' }) as object,
            timingsMs: { connect: expect.any(Number) as number, firstByte: expect.any(Number) as number },
            durationMs: expect.any(Number) as number,
          },
        },
        after: { status: 'delivered', nextAttemptAt: undefined },
      },
    ]);
  });

  it('sends the contract’s headers and nothing else', async () => {
    const {
      attempt,
      receiver: { requests },
    } = await arrange({});
    await attempt();
    expect(Object.keys(requests[0]?.headers ?? {}).sort()).toEqual([
      'accept',
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
      'webhook-attempt',
      'webhook-id',
      'x-cld-signature',
      'x-cld-signature_v2',
      'x-cld-timestamp',
    ]);
    expect(requests[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      accept: '*/*',
      'user-agent': 'webhook-notifications/test',
    });
  });

  it('that was refused records when the next one is due, and throws what Temporal shows but does not repeat', async () => {
    const { failure, recorded } = await arrange({ answers: [503] });
    const error = await failure();
    expect(error).toMatchObject({ type: 'DeliveryAttemptFailed', nonRetryable: true, category: 'BENIGN' });
    expect(error.details).toEqual([
      {
        httpStatus: 503,
        errorCode: 'http_status',
        durationMs: expect.any(Number) as number,
        terminal: false,
      },
    ]);
    expect(recorded[0]?.after).toEqual({ status: 'pending', nextAttemptAt: '2026-03-14T09:29:53.589Z' });
  });

  it('that was refused and is the last one fails the delivery', async () => {
    const input = { attemptNumber: 4, attemptInRun: 4 };
    const { failure, recorded } = await arrange({ answers: [500], input, isLast: true });
    await failure();
    expect(recorded[0]?.after).toEqual({ status: 'failed', nextAttemptAt: undefined });
  });

  it.each([201, 204, 302, 404, 500])('counts %d as a refusal', async (status) => {
    const { failure } = await arrange({ answers: [status] });
    expect((await failure()).details).toMatchObject([{ httpStatus: status }]);
  });

  it.each([200, 201, 202, 204, 299])('of a trigger that takes 2xx counts %d as a success', async (status) => {
    const { attempt, recorded } = await arrange({ answers: [status], delivery: { successStatuses: '2xx' } });
    await expect(attempt()).resolves.toMatchObject({ httpStatus: status });
    expect(recorded[0]?.attempt.outcome).toMatchObject({ kind: 'delivered', httpStatus: status });
    expect(recorded[0]?.after).toEqual({ status: 'delivered', nextAttemptAt: undefined });
  });

  it.each([300, 302, 308, 400, 500])('of a trigger that takes 2xx counts %d as a refusal', async (status) => {
    const { failure } = await arrange({ answers: [status], delivery: { successStatuses: '2xx' } });
    const error = await failure();
    expect(error.details).toMatchObject([{ httpStatus: status }]);
    expect(error.message).toContain(`the receiver answered ${status}, expected 200 to 299`);
  });

  it('that was refused with 204 says how a trigger takes that for success', async () => {
    const { failure } = await arrange({ answers: [204] });
    expect((await failure()).message).toBe(
      'the receiver answered 204, expected 200; a trigger with success_statuses "2xx" takes it for success',
    );
  });

  it('at a forbidden address ends the delivery at once, without a request', async () => {
    const { failure, recorded } = await arrange({ delivery: { uri: 'http://10.0.0.1/' } });
    expect((await failure()).details).toMatchObject([
      { errorCode: 'destination_not_allowed', terminal: true },
    ]);
    expect(recorded[0]?.after).toEqual({ status: 'failed', nextAttemptAt: undefined });
  });

  it('whose used connection ends without an answer is sent again at once, and says so', async () => {
    const {
      attempt,
      recorded,
      receiver: { url, requests },
      stored,
    } = await arrange({ answers: (_request, index) => (index === 1 ? 'none' : 200) });
    await realSender.post({ url, body: '{}', headers: {}, timeoutMs: 5_000 });
    await attempt();
    const [, first, second] = requests;
    expect([first?.headers['webhook-id'], first?.body]).toEqual([stored.id, stored.body]);
    const again = { ...first?.headers, connection: 'close' };
    expect([second?.headers, second?.body]).toEqual([again, first?.body]);
    expect(requests).toHaveLength(3);
    expect(recorded).toMatchObject([
      { attempt: { attemptNumber: 1, outcome: { kind: 'delivered', resent: true } } },
    ]);
  });

  it('that was sent once does not say that it was sent again', async () => {
    const { attempt, recorded } = await arrange({});
    await attempt();
    expect(recorded[0]?.attempt.outcome).not.toHaveProperty('resent');
  });

  it('that was recorded before is not made again', async () => {
    const {
      attempt,
      recorded,
      receiver: { requests },
    } = await arrange({});
    await attempt();
    await attempt();
    expect(requests).toHaveLength(1);
    expect(recorded).toHaveLength(1);
  });

  it('of a delivery that had ended makes it pending first', async () => {
    const {
      attempt,
      calls,
      receiver: { requests },
      stored,
    } = await arrange({
      delivery: { status: 'failed', attemptCount: 4 },
      input: { attemptNumber: 5, attemptInRun: 1 },
    });
    await attempt();
    expect(calls).toEqual([`pending ${stored.id}`]);
    expect(requests[0]?.headers['webhook-attempt']).toBe('1');
  });

  it('of a delivery that was cancelled before is not made', async () => {
    const {
      failure,
      calls,
      receiver: { requests },
    } = await arrange({ delivery: { status: 'cancelled' } });
    expect(await failure()).toMatchObject({ type: 'DeliveryCancelled', nonRetryable: true });
    expect([requests, calls]).toEqual([[], []]);
  });

  it('of a delivery that was cancelled is made when somebody asked for it since', async () => {
    const {
      attempt,
      calls,
      receiver: { requests },
      stored,
    } = await arrange({ delivery: { status: 'cancelled' }, input: { revives: true } });
    await attempt();
    expect(calls).toEqual([`pending ${stored.id}`]);
    expect(requests).toHaveLength(1);
  });

  it('of a delivery that does not exist is hopeless', async () => {
    const { failure } = await arrange({ input: { deliveryId: 'nope' } });
    expect(await failure()).toMatchObject({ type: 'DeliveryNotFound', nonRetryable: true });
  });
});

describe('when the key that was chosen is gone', () => {
  const disabled = [{ apiKey: '111111111111111', disabled: true }];

  it('another key signs, the default body names it, and the delivery says so', async () => {
    const {
      attempt,
      recorded,
      receiver: { requests },
      stored,
    } = await arrange({ keys: [...disabled, { apiKey: '222222222222222' }] });
    await attempt();
    expect(requests[0]?.body).toBe(
      '{"notification_type":"upload","public_id":"Kästchen","signature_key":"222222222222222"}',
    );
    expect(recorded[0]?.after.replacedBody).toEqual({
      body: requests[0]?.body,
      replaces: stored.body,
      signatureKey: '222222222222222',
      note: 'signed with key 222222222222222: key 111111111111111 was disabled or deleted after the event was resolved',
    });
  });

  it('a template’s body is rendered again, by the template that it was made with', async () => {
    const payloadTemplate = { key: '{{raw.signature_key}}', id: '{{asset.public_id}}' };
    const body = '{"key":"111111111111111","id":"blue-kettle"}';
    const {
      attempt,
      recorded,
      receiver: { requests },
    } = await arrange({
      delivery: { bodyKind: 'template', body, payloadTemplate },
      keys: [...disabled, { apiKey: '222222222222222' }],
      event: anEvent(),
    });
    await attempt();
    expect(requests[0]?.body).toBe('{"key":"222222222222222","id":"blue-kettle"}');
    expect(recorded[0]?.after.replacedBody?.body).toBe(requests[0]?.body);
  });

  it('a template’s body whose template was not stored stays as it is', async () => {
    const delivery = { bodyKind: 'template', body: '{"key":"111111111111111"}' } as const;
    const {
      attempt,
      receiver: { requests },
    } = await arrange({ delivery, keys: [...disabled, { apiKey: '222222222222222' }] });
    await attempt();
    expect(requests[0]?.body).toBe(delivery.body);
  });

  it.each(['default', 'legacy_hmac'] as const)(
    'and no other is enabled, %s cannot be signed and nothing is sent',
    async (authScheme) => {
      const {
        failure,
        recorded,
        receiver: { requests },
      } = await arrange({ delivery: { authScheme }, keys: disabled });
      expect((await failure()).details).toMatchObject([
        { errorCode: 'signing_key_disabled', terminal: false },
      ]);
      expect(requests).toHaveLength(0);
      expect(recorded[0]?.after.status).toBe('pending');
    },
  );

  it('eddsa_v2 is signed all the same', async () => {
    const {
      attempt,
      receiver: { requests },
    } = await arrange({ delivery: { authScheme: 'eddsa_v2' }, keys: disabled });
    await attempt();
    expect(requests[0]?.headers).not.toHaveProperty('x-cld-signature');
    expect(requests[0]?.headers).toHaveProperty('x-cld-signature_v2');
  });
});

describe('when its destination is full', () => {
  /** Admissions that have as many attempts under way to a destination as it may have, and, if asked for, as many waiting. */
  async function full(uri: string, { andWaiting = true } = {}) {
    const admissions = new Admissions(100);
    const ask = () => admissions.ask({ environmentId: aDelivery().environmentId, url: uri, refusals: 0 });
    const places = await Promise.all(Array.from({ length: 10 }, ask));
    if (andWaiting) for (let count = 0; count < 10; count++) void ask();
    const leave = () => places.forEach((place) => place.kind === 'admitted' && place.leave(undefined));
    return { admissions, leave };
  }

  it('an attempt is put off: nothing is sent, no attempt recorded, and Temporal is told when to ask again', async () => {
    const uri = 'https://hooks.example.com/cld?token=secret';
    const { admissions } = await full(uri);
    const { failure, recorded, calls, stored } = await arrange({
      delivery: { uri, status: 'failed' },
      admissions,
    });
    const error = await failure();
    expect(error).toMatchObject({ type: 'DestinationBusy', nonRetryable: false, category: 'BENIGN' });
    expect(error.message).toBe('hooks.example.com/cld is busy: 10 attempts at a time for now');
    expect(error.nextRetryDelay).toBeGreaterThanOrEqual(500);
    expect(error.nextRetryDelay).toBeLessThanOrEqual(1_000);
    expect([recorded, calls]).toEqual([[], [`pending ${stored.id}`]]);
  });

  it('notes what it waits for, once', async () => {
    const uri = 'https://hooks.example.com/';
    const { admissions } = await full(uri);
    const { failure, calls, stored } = await arrange({ delivery: { uri }, admissions });
    await failure();
    expect(calls).toEqual([`waiting ${stored.id} a place at its URL 2026-03-14T09:26:53.589Z`]);

    const again = await arrange({ delivery: { uri, waitingFor: 'a place at its URL' }, admissions });
    await again.failure();
    expect(again.calls).toEqual([]);
  });

  it('notes when it waits for something else', async () => {
    const uri = 'https://hooks.example.com/';
    const { admissions } = await full(uri);
    const delivery = { uri, waitingFor: 'a place of its product environment' };
    const { failure, calls } = await arrange({ delivery, admissions });
    await failure();
    expect(calls).toEqual([expect.stringContaining('a place at its URL')]);
  });

  it('is put off all the same when that cannot be noted', async () => {
    const uri = 'https://hooks.example.com/';
    const { admissions } = await full(uri);
    const { failure, records } = await arrange({ delivery: { uri }, admissions });
    records.markWaiting = () => Promise.reject(new Error('database is locked'));
    expect(await failure()).toMatchObject({ type: 'DestinationBusy', nonRetryable: false });
  });

  it('no longer says that it waits while the attempt is under way', async () => {
    const seen: string[][] = [];
    const arranged = await arrange({
      answers: () => (seen.push([...arranged.calls]), 200),
      delivery: { waitingFor: 'a place at its URL' },
      run: 2,
    });
    await arranged.attempt();
    expect(seen).toEqual([[`pending ${arranged.stored.id}`]]);
  });

  it('the time until it asks again grows with each time that it was put off', async () => {
    const uri = 'https://hooks.example.com/';
    const { admissions } = await full(uri);
    const { failure } = await arrange({ delivery: { uri }, admissions, run: 4 });
    expect((await failure()).nextRetryDelay).toBeGreaterThanOrEqual(4_000);
  });

  it('an attempt that gets a place while it waits is made, within its whole deadline', async () => {
    const answersLate = await startReceiver(
      () => new Promise((resolve) => setTimeout(() => resolve(200), 700)),
    );
    const { admissions, leave } = await full(answersLate.url, { andWaiting: false });
    const { attempt } = await arrange({
      delivery: { uri: answersLate.url },
      admissions,
      input: { timeoutSeconds: 1 },
    });
    setTimeout(leave, 500);
    await expect(attempt()).resolves.toMatchObject({ httpStatus: 200 });
    await answersLate.close();
  });

  it('an attempt that a failure of our own ends gives its place back', async () => {
    const sender = { post: () => Promise.reject(new Error('out of sockets')) };
    const { failure } = await arrange({ sender });
    for (let count = 0; count < 30; count++)
      expect(await failure()).toMatchObject({ message: 'out of sockets' });
  });
});

describe('while the database can be read but not written', () => {
  const busy = () => Promise.reject(Object.assign(new Error('locked'), { code: 'SQLITE_BUSY' }));

  it('an attempt that is repeated is not POSTed: it proves first that it can be recorded', async () => {
    const {
      failure,
      receiver: { requests },
    } = await arrange({ run: 2, records: { markPending: busy, recordAttempt: busy } });
    expect(await failure()).toMatchObject({ code: 'SQLITE_BUSY' });
    expect(requests).toEqual([]);
  });

  it('an attempt that is made for the first time pays no write for such a proof', async () => {
    const { attempt, calls } = await arrange({});
    await attempt();
    expect(calls).toEqual([]);
  });

  it('an attempt that was made is recorded as soon as it can be, and is not made again', async () => {
    let tries = 0;
    const {
      attempt,
      recorded,
      receiver: { requests },
    } = await arrange({
      records: {
        recordAttempt: async (made, after) => {
          tries += 1;
          if (tries < 3) return busy();
          recorded.push({ attempt: made, after });
          return after.status;
        },
      },
    });
    await expect(attempt()).resolves.toMatchObject({ httpStatus: 200 });
    expect([requests.length, recorded.length, tries]).toEqual([1, 1, 3]);
  });

  it('any other failure of the record is thrown at once', async () => {
    let tries = 0;
    const recordAttempt = () => {
      tries += 1;
      return Promise.reject(new Error('a column is missing'));
    };
    const { failure } = await arrange({ records: { recordAttempt } });
    expect(await failure()).toMatchObject({ message: 'a column is missing' });
    expect(tries).toBe(1);
  });
});
