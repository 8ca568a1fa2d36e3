import { UnavailableError } from '../../../src/domain/errors';
import { aDelivery } from '../../support/builders/a-delivery';
import { aTrigger } from '../../support/builders/a-trigger';
import { anEvent, anEventRecord } from '../../support/builders/an-event';
import { TestApi } from '../../support/services/test-api';
import { NOW } from '../../support/services/world';

const api = new TestApi();
const NEW = 'https://new.example.com/cld';
const LATER = '2026-03-14T09:29:53.589Z';
const [only = ''] = aDelivery().triggerIds;

beforeEach(async () => {
  await api.start();
  api.world.events = [anEventRecord({ event: anEvent() })];
  api.world.triggers = [aTrigger({ uri: NEW })];
  api.world.deliveries = [aDelivery({ status: 'failed', attemptCount: 4 })];
  api.world.retryAnswer = 'new_run';
});
afterEach(() => api.stop());

const retry = (json: object = { to: 'trigger' }) => api.call('POST /deliveries/dlv1/retry', { json });
const stored = () => api.world.deliveries[0];

function expectNothingDone(before: unknown): void {
  expect(stored()).toEqual(before);
  expect(api.world.retried).toEqual([]);
  expect(api.world.audited).toEqual([]);
}

describe('POST /deliveries/:id/retry to the trigger', () => {
  it('takes the trigger’s present URL, template and settings, and renders the stored event by them', async () => {
    const before = stored();
    api.world.triggers = [
      aTrigger({
        uri: NEW,
        authScheme: 'eddsa_v2',
        successStatuses: '2xx',
        payloadTemplate: { id: '{{asset.public_id}}', key: '{{raw.signature_key}}' },
      }),
    ];
    const answer = await retry();
    expect([answer.status, answer.json]).toEqual([202, { message: 'ok', action: 'new_run' }]);
    expect(stored()).toEqual({
      ...before,
      uri: NEW,
      authScheme: 'eddsa_v2',
      successStatuses: '2xx',
      payloadTemplate: { id: '{{asset.public_id}}', key: '{{raw.signature_key}}' },
      body: `{"id":"blue-kettle","key":"${before?.signatureKey}"}`,
      bodyKind: 'template',
      note: 'from attempt 5 on as its trigger is now; before, it was for https://hooks.example.com/cld',
      updatedAt: NOW,
    });
    expect(api.world.retried).toEqual(['dlv1']);
  });

  it('renders the default body of a trigger without a template, as that of a new delivery', async () => {
    api.world.deliveries = [aDelivery({ status: 'failed', bodyKind: 'template', body: '{"a":1}' })];
    await retry();
    expect(stored()).toMatchObject({ uri: NEW, bodyKind: 'default', payloadTemplate: undefined });
    expect(JSON.parse(stored()?.body ?? '')).toMatchObject({
      notification_type: 'upload',
      public_id: 'blue-kettle',
      signature_key: '111111111111111',
    });
  });

  it('says so when the present template fails, and takes the default body', async () => {
    const all = '{{#raw.list}}{{#raw.list}}{{#raw.list}}x{{/raw.list}}{{/raw.list}}{{/raw.list}}';
    const payload = { list: Array.from({ length: 100 }, (_, n) => n) };
    api.world.events = [anEventRecord({ event: anEvent({ payload }) })];
    api.world.triggers = [aTrigger({ payloadTemplate: { all } })];
    await retry();
    expect(stored()).toMatchObject({ bodyKind: 'default', templateFallback: expect.stringMatching(/./) });
  });

  it('has the new destination at the next attempt of one that waits, which is made at once', async () => {
    api.world.deliveries = [aDelivery({ attemptCount: 1, nextAttemptAt: LATER })];
    api.world.retryAnswer = 'retrying_now';
    const answer = await retry();
    expect([answer.status, answer.json]).toEqual([200, { message: 'ok', action: 'retrying_now' }]);
    expect(stored()).toMatchObject({ uri: NEW, nextAttemptAt: LATER, status: 'pending' });
  });

  it('takes the trigger that is named of several that differ', async () => {
    api.world.deliveries = [aDelivery({ status: 'failed', triggerIds: ['a', 'b'] })];
    api.world.triggers = [aTrigger({ id: 'a' }), aTrigger({ id: 'b', uri: NEW, eventType: 'all' })];
    expect((await retry({ to: 'trigger', trigger_id: 'b' })).status).toBe(202);
    expect(stored()).toMatchObject({ uri: NEW, triggerIds: ['a', 'b'] });
  });

  it('may be asked for again after a 503: the delivery has its new destination already', async () => {
    api.world.temporalFault = new UnavailableError('Temporal does not answer: try again');
    expect((await retry()).status).toBe(503);
    expect(stored()).toMatchObject({ uri: NEW, status: 'failed' });
    api.world.temporalFault = undefined;
    expect((await retry()).status).toBe(202);
    expect(stored()).toMatchObject({ uri: NEW });
  });

  it('needs force for one that was delivered', async () => {
    api.world.deliveries = [aDelivery({ status: 'delivered' })];
    const before = stored();
    expect((await retry()).message).toMatch(/^force: /);
    expectNothingDone(before);
    expect((await retry({ to: 'trigger', force: true })).status).toBe(202);
    expect(stored()?.uri).toBe(NEW);
  });

  it.each([[{}], [{ to: 'delivery' }], [{ force: true }]])(
    '%j leaves the delivery as it is stored',
    async (json) => {
      const before = stored();
      expect((await retry(json)).status).toBe(202);
      expect(stored()).toEqual(before);
      expect(api.world.audited).toMatchObject([{ action: 'delivery.retry' }]);
      expect(api.world.audited[0]?.after).toBeUndefined();
    },
  );
});

describe('POST /deliveries/:id/retry to the trigger changes nothing and answers', () => {
  it.each([
    [
      '409 to one without a trigger',
      { triggerIds: [] },
      /^to: got "trigger", expected "delivery", .* has no trigger/,
    ],
    ['409 when the trigger was deleted', { triggerIds: ['gone'] }, /since trigger gone was deleted$/],
    [
      '409 while the first attempt is under way',
      { status: 'pending', nextAttemptAt: undefined },
      /dlv1 has an attempt under way or about to be: ask again after it, or cancel the delivery first$/,
    ],
    [
      '409 when the next attempt is due',
      { status: 'pending', nextAttemptAt: NOW },
      /has an attempt under way/,
    ],
  ] as const)('%s', async (_what, about, message) => {
    api.world.deliveries = [aDelivery({ status: 'failed', ...about })];
    const before = stored();
    const answer = await retry();
    expect([answer.status, answer.code]).toEqual([409, 'conflict']);
    expect(answer.message).toMatch(message);
    expectNothingDone(before);
  });

  it('409 when another product environment has the trigger', async () => {
    api.world.triggers = [aTrigger({ uri: NEW, environmentId: 'environment-of-globex' })];
    const before = stored();
    expect((await retry()).message).toMatch(/was deleted$/);
    expectNothingDone(before);
  });

  it('409 when its triggers differ and none is named', async () => {
    api.world.deliveries = [aDelivery({ status: 'failed', triggerIds: ['a', 'b'] })];
    api.world.triggers = [aTrigger({ id: 'a' }), aTrigger({ id: 'b', uri: NEW })];
    const before = stored();
    const answer = await retry();
    expect([answer.status, answer.message]).toEqual([
      409,
      'trigger_id: got nothing, expected a or b, which now differ in URL, template or scheme',
    ]);
    expectNothingDone(before);
  });

  it('409 when the delivery changes at the same time', async () => {
    api.world.isChangedMeanwhile = true;
    const before = stored();
    expect((await retry()).message).toMatch(/changed while it was being readdressed: ask again$/);
    expectNothingDone(before);
  });

  it.each([
    [{ to: 'triggers' }, 'to: got "triggers", expected "delivery" or "trigger"'],
    [{ to: null }, 'to: got null, expected "delivery" or "trigger"'],
    [{ to: 'trigger', trigger_id: 7 }, 'trigger_id: got 7, expected a trigger id'],
    [{ to: 'trigger', trigger_id: '' }, 'trigger_id: got "", expected a trigger id'],
    [{ to: 'trigger', trigger_id: 'x' }, `trigger_id: got "x", expected a trigger of delivery dlv1: ${only}`],
    [{ trigger_id: only }, `trigger_id: got "${only}", expected none, unless to is "trigger"`],
    [
      { to: 'delivery', trigger_id: only },
      `trigger_id: got "${only}", expected none, unless to is "trigger"`,
    ],
  ])('400 to %j', async (json, message) => {
    const before = stored();
    const answer = await retry(json);
    expect([answer.status, answer.code, answer.message]).toEqual([400, 'invalid_request', message]);
    expectNothingDone(before);
  });
});
