import {
  createReceiver,
  memorySeen,
  type Receiver,
  type ReceiverOptions,
  type Refusal,
} from '../../../packages/receiver/src/index.ts';
import {
  sampleNotification,
  signNotification,
  type ToSign,
} from '../../../packages/receiver/src/testing/index.ts';

const secret = 's3cret';
const send = async (receiver: Receiver, toSign: ToSign = {}) => {
  const { finished: _finished, ...answer } = await receiver.handle(
    await signNotification({ secret, ...toSign }),
  );
  return answer;
};
const OK = { status: 200, text: '' };

function aReceiver(options: ReceiverOptions = {}) {
  const calls: string[] = [];
  const refused: Refusal[] = [];
  const errors: unknown[] = [];
  const receiver = createReceiver({
    secrets: secret,
    onRefused: (refusal) => refused.push(refusal),
    onError: (error) => errors.push(error),
    ...options,
  });
  return { receiver, calls, refused, errors };
}

describe('a handler', () => {
  it('is called for its type alone, with the notification as the catalogue types it', async () => {
    const { receiver, calls } = aReceiver();
    receiver
      .on('upload', ({ public_id, bytes }, { id, attempt, by }) => {
        calls.push(`upload ${public_id} ${bytes} ${id} ${attempt} ${by}`);
      })
      .on('delete', ({ resources }) => {
        calls.push(`delete ${resources.map(({ public_id }) => public_id).join()}`);
      });
    expect(await send(receiver, { id: 'a', attempt: 2 })).toEqual(OK);
    expect(await send(receiver, { type: 'delete' })).toEqual(OK);
    expect(await send(receiver, { type: 'rename' })).toEqual(OK);
    expect(calls).toEqual(['upload blue-kettle 284113 a 2 legacy', 'delete blue-kettle']);
  });

  it('of "all" is called for every notification, also for a body of a payload template', async () => {
    const { receiver, calls } = aReceiver();
    receiver.on('all', (notification) => {
      calls.push(JSON.stringify(notification).slice(0, 20));
    });
    for (const payload of [{ kind: 'x' }, [1], 'null', '3'])
      expect(await send(receiver, { payload })).toEqual(OK);
    expect(calls).toEqual(['{"kind":"x"}', '[1]', 'null', '3']);
  });

  it('waits for the one before', async () => {
    const { receiver, calls } = aReceiver();
    receiver.on('upload', async () => {
      await new Promise((resolve) => setImmediate(resolve));
      calls.push('first');
    });
    receiver.on('all', () => calls.push('second'));
    await send(receiver);
    expect(calls).toEqual(['first', 'second']);
  });

  it('that throws is answered with 500, so that the notification comes again and is processed then', async () => {
    const { receiver, calls, errors } = aReceiver();
    receiver.on('upload', (_notification, { attempt }) => {
      calls.push(`attempt ${attempt}`);
      if (attempt === 1) throw new Error('database away');
    });
    expect(await send(receiver, { id: 'a' })).toEqual({ status: 500, text: '' });
    expect(errors).toEqual([new Error('database away')]);
    expect(await send(receiver, { id: 'a', attempt: 2 })).toEqual(OK);
    expect(calls).toEqual(['attempt 1', 'attempt 2']);
  });

  it('is not registered for a type that the catalogue lacks', () => {
    const { receiver } = aReceiver();
    // @ts-expect-error: the types refuse it too.
    expect(() => receiver.on('uplaod', () => undefined)).toThrow(
      'type: got "uplaod", expected all or one of',
    );
  });
});

describe('a duplicate', () => {
  it('is answered with 200 and processed no second time', async () => {
    const { receiver, calls } = aReceiver();
    receiver.on('all', (_notification, { id }) => calls.push(String(id)));
    for (const id of ['a', 'b', 'a']) expect(await send(receiver, { id })).toEqual(OK);
    expect(calls).toEqual(['a', 'b']);
    expect(await receiver.verify(await signNotification({ secret, id: 'a' }))).toMatchObject({
      duplicate: true,
    });
  });

  it('that comes while the first is being processed shares its answer', async () => {
    let asked = 0;
    const seen = { has: () => (asked += 1) < 0, add: () => undefined };
    const { receiver, calls } = aReceiver({ seen });
    let finish: (error?: Error) => void = () => undefined;
    receiver.on('all', (_notification, { id }) => {
      calls.push(String(id));
      return new Promise<void>(
        (resolve, reject) => (finish = (error) => (error ? reject(error) : resolve())),
      );
    });
    for (const [id, error, status] of [
      ['a', undefined, 200],
      ['b', new Error('no'), 500],
    ] as const) {
      const bothAsked = asked + 2;
      const both = [send(receiver, { id }), send(receiver, { id })];
      while (asked < bothAsked || !calls.includes(id)) await new Promise((resolve) => setImmediate(resolve));
      finish(error);
      expect((await Promise.all(both)).map((answer) => answer.status)).toEqual([status, status]);
    }
    expect(calls).toEqual(['a', 'b']);
  });

  it('is known to a store of your own, which gets the id after the work and a day to keep it', async () => {
    const steps: string[] = [];
    const seen = {
      has: async (id: string) => steps.push(`has ${id}`) > 1000,
      add: async (id: string, ttlSeconds: number) => steps.push(`add ${id} ${ttlSeconds}`),
    };
    const { receiver } = aReceiver({ seen });
    receiver.on('all', () => steps.push('work'));
    await send(receiver, { id: 'a' });
    expect(steps).toEqual(['has a', 'work', 'add a 86400']);
  });

  it('is marked by those who verify themselves', async () => {
    const { receiver } = aReceiver();
    const signed = await signNotification({ secret, id: 'a' });
    const first = await receiver.verifyOrThrow(signed);
    expect((await receiver.verifyOrThrow(signed)).duplicate).toBe(false);
    await receiver.remember(first);
    expect((await receiver.verifyOrThrow(signed)).duplicate).toBe(true);
  });

  it('cannot be told of a notification without an id', async () => {
    const { receiver, calls } = aReceiver();
    receiver.on('all', () => calls.push('called'));
    const { body, headers } = await signNotification({ secret });
    const { 'Webhook-Id': _id, ...others } = headers;
    for (let count = 0; count < 2; count += 1) await receiver.handle({ body, headers: others });
    expect(calls).toHaveLength(2);
  });

  it('of a store that fails is answered with 500 before the work, and with 200 after it', async () => {
    const away = () => {
      throw new Error('store away');
    };
    const before = aReceiver({ seen: { has: away, add: () => undefined } });
    expect(await send(before.receiver)).toEqual({ status: 500, text: '' });
    const after = aReceiver({ seen: { has: () => false, add: away } });
    expect(await send(after.receiver)).toEqual(OK);
    expect([before.errors, after.errors]).toEqual([[new Error('store away')], [new Error('store away')]]);
  });
});

describe('the memory of ids', () => {
  it('keeps the newest, for as long as it is told to', () => {
    jest.useFakeTimers({ now: 0 });
    try {
      const seen = memorySeen({ max: 2 });
      for (const id of ['a', 'b', 'c']) void seen.add(id, 60);
      expect(['a', 'b', 'c'].map((id) => seen.has(id))).toEqual([false, true, true]);
      jest.setSystemTime(59_999);
      expect(seen.has('c')).toBe(true);
      jest.setSystemTime(60_000);
      expect(seen.has('c')).toBe(false);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('an answer', () => {
  it('to what is refused is 401 with the reason, and the rest goes to onRefused', async () => {
    const { receiver, refused, calls } = aReceiver();
    receiver.on('all', () => calls.push('called'));
    expect(await send(receiver, { secret: 'other' })).toEqual({ status: 401, text: 'wrong_signature' });
    expect(refused).toEqual([
      { ok: false, reason: 'wrong_signature', message: expect.stringContaining('another secret') },
    ]);
    expect(calls).toEqual([]);
  });

  it('is 503 while the key set is unavailable: the notification may be genuine', async () => {
    const away = async () => new Response('', { status: 502 });
    const { receiver } = aReceiver({ secrets: undefined, keySet: 'https://a.example/', fetch: away });
    const { body, headers } = await signNotification({});
    const answer = await receiver.handle({ body, headers: { ...headers, 'X-Cld-Signature_v2': 'x' } });
    expect(answer).toMatchObject({ status: 503, text: 'key_set_unavailable' });
  });

  it('comes before the work with ackFirst, and tells when that has ended', async () => {
    const { receiver, calls, errors } = aReceiver({ ackFirst: true });
    receiver.on('all', async () => {
      await new Promise((resolve) => setImmediate(resolve));
      calls.push('called');
      throw new Error('too late');
    });
    const { status, finished } = await receiver.handle(await signNotification({ secret }));
    expect([status, calls]).toEqual([200, []]);
    await finished;
    expect([calls, errors]).toEqual([['called'], [new Error('too late')]]);
  });

  it('goes to the console when nobody asks for it', async () => {
    const [warn, error] = (['warn', 'error'] as const).map((name) =>
      jest.spyOn(console, name).mockImplementation(),
    );
    const receiver = createReceiver({ secrets: secret }).on('all', () => {
      throw new Error('mine');
    });
    try {
      await send(receiver, { secret: 'other' });
      expect(warn?.mock.calls).toEqual([
        [expect.stringMatching(/^notification refused: wrong_signature: X-Cld-Signature: got/)],
      ]);
      await send(receiver);
      expect(error?.mock.calls).toEqual([['notification not processed:', new Error('mine')]]);
    } finally {
      jest.restoreAllMocks();
    }
  });
});

describe('what the package has for tests', () => {
  it('signs the sample of a type, or a changed one', async () => {
    const { receiver, calls } = aReceiver();
    receiver.on('upload', ({ public_id }) => calls.push(public_id));
    await send(receiver, { payload: sampleNotification('upload', { public_id: 'mine' }) });
    await send(receiver, { type: 'upload' });
    expect(calls).toEqual(['mine', 'blue-kettle']);
    expect(sampleNotification('upload').public_id).toBe('blue-kettle');
  });
});
