import { UnavailableError } from '../../../src/domain/errors';
import { aDelivery } from '../../support/builders/a-delivery';
import { aTrigger } from '../../support/builders/a-trigger';
import { anEvent } from '../../support/builders/an-event';
import { NOW } from '../../support/builders/a-clock';
import { anEnvironment, OTHER_ENVIRONMENT } from '../../support/builders/an-environment';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();
const NEW = 'https://new.example.com/cld';
const LATER = '2026-03-14T09:29:53.589Z';
const [only = ''] = aDelivery().triggerIds;

beforeEach(async () => {
  api.world.retryAnswer = 'new_run';
  await api.plant({
    events: [anEvent()],
    triggers: [aTrigger({ uri: NEW })],
    deliveries: [aDelivery({ status: 'failed', attemptCount: 4 })],
  });
});

const retry = (json: object = { to: 'trigger' }) => api.call('POST /deliveries/dlv1/retry', { json });
const stored = () => api.delivery();

async function expectNothingDone(before: unknown): Promise<void> {
  expect(await stored()).toEqual(before);
  expect(api.world.retried).toEqual([]);
  expect(await api.auditEntries()).toEqual([]);
}

describe('POST /deliveries/:id/retry to the trigger', () => {
  it('takes the trigger’s present URL, template and settings, and renders the stored event by them', async () => {
    const before = await stored();
    await api.plant({
      triggers: [
        aTrigger({
          uri: NEW,
          authScheme: 'eddsa_v2',
          successStatuses: '2xx',
          payloadTemplate: { id: '{{asset.public_id}}', key: '{{raw.signature_key}}' },
        }),
      ],
    });
    const answer = await retry();
    expect([answer.status, answer.json]).toEqual([202, { message: 'ok', action: 'new_run' }]);
    expect(await stored()).toEqual({
      ...before,
      uri: NEW,
      authScheme: 'eddsa_v2',
      successStatuses: '2xx',
      payloadTemplate: { id: '{{asset.public_id}}', key: '{{raw.signature_key}}' },
      body: `{"id":"blue-kettle","key":"${before.signatureKey}"}`,
      bodyKind: 'template',
      note: 'from attempt 5 on as its trigger is now; before, it was for https://hooks.example.com/cld',
      updatedAt: NOW,
    });
    expect(api.world.retried).toEqual(['dlv1']);
  });

  it('renders the default body of a trigger without a template, as that of a new delivery', async () => {
    await api.plant({ deliveries: [aDelivery({ status: 'failed', bodyKind: 'template', body: '{"a":1}' })] });
    await retry();
    expect(await stored()).toMatchObject({ uri: NEW, bodyKind: 'default', payloadTemplate: undefined });
    expect(JSON.parse((await stored()).body)).toMatchObject({
      notification_type: 'upload',
      public_id: 'blue-kettle',
      signature_key: '111111111111111',
    });
  });

  it('says so when the present template fails, and takes the default body', async () => {
    const all = '{{#raw.list}}{{#raw.list}}{{#raw.list}}x{{/raw.list}}{{/raw.list}}{{/raw.list}}';
    const payload = { list: Array.from({ length: 100 }, (_, n) => n) };
    await api.plant({ events: [anEvent({ payload })] });
    await api.plant({ triggers: [aTrigger({ payloadTemplate: { all } })] });
    await retry();
    expect(await stored()).toMatchObject({
      bodyKind: 'default',
      templateFallback: expect.stringMatching(/./),
    });
  });

  it('has the new destination at the next attempt of one that waits, which is made at once', async () => {
    await api.plant({ deliveries: [aDelivery({ attemptCount: 1, nextAttemptAt: LATER })] });
    api.world.retryAnswer = 'retrying_now';
    const answer = await retry();
    expect([answer.status, answer.json]).toEqual([200, { message: 'ok', action: 'retrying_now' }]);
    expect(await stored()).toMatchObject({ uri: NEW, nextAttemptAt: LATER, status: 'pending' });
  });

  it('takes the trigger that is named of several that differ', async () => {
    await api.plant({ deliveries: [aDelivery({ status: 'failed', triggerIds: ['a', 'b'] })] });
    await api.plant({ triggers: [aTrigger({ id: 'a' }), aTrigger({ id: 'b', uri: NEW, eventType: 'all' })] });
    expect((await retry({ to: 'trigger', trigger_id: 'b' })).status).toBe(202);
    expect(await stored()).toMatchObject({ uri: NEW, triggerIds: ['a', 'b'] });
  });

  it('may be asked for again after a 503: the delivery has its new destination already', async () => {
    api.world.temporalFault = new UnavailableError('Temporal does not answer: try again');
    expect((await retry()).status).toBe(503);
    expect(await stored()).toMatchObject({ uri: NEW, status: 'failed' });
    api.world.temporalFault = undefined;
    expect((await retry()).status).toBe(202);
    expect(await stored()).toMatchObject({ uri: NEW });
  });

  it('needs force for one that was delivered', async () => {
    await api.plant({ deliveries: [aDelivery({ status: 'delivered' })] });
    const before = await stored();
    expect((await retry()).message).toMatch(/^force: /);
    await expectNothingDone(before);
    expect((await retry({ to: 'trigger', force: true })).status).toBe(202);
    expect((await stored()).uri).toBe(NEW);
  });

  it.each([[{}], [{ to: 'delivery' }], [{ force: true }]])(
    '%j leaves the delivery as it is stored',
    async (json) => {
      const before = await stored();
      expect((await retry(json)).status).toBe(202);
      expect(await stored()).toEqual(before);
      expect(await api.auditEntries()).toMatchObject([{ action: 'delivery.retry', after: undefined }]);
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
    await api.plant({ deliveries: [aDelivery({ status: 'failed', ...about })] });
    const before = await stored();
    const answer = await retry();
    expect([answer.status, answer.code]).toEqual([409, 'conflict']);
    expect(answer.message).toMatch(message);
    await expectNothingDone(before);
  });

  it('409 when another product environment has the trigger', async () => {
    await api.plant({
      environments: [anEnvironment(OTHER_ENVIRONMENT)],
      triggers: [aTrigger({ uri: NEW, environmentId: OTHER_ENVIRONMENT.id })],
    });
    const before = await stored();
    expect((await retry()).message).toMatch(/was deleted$/);
    await expectNothingDone(before);
  });

  it('409 when its triggers differ and none is named', async () => {
    await api.plant({ deliveries: [aDelivery({ status: 'failed', triggerIds: ['a', 'b'] })] });
    await api.db('triggers').delete();
    await api.plant({ triggers: [aTrigger({ id: 'a' }), aTrigger({ id: 'b', uri: NEW })] });
    const before = await stored();
    const answer = await retry();
    expect([answer.status, answer.message]).toEqual([
      409,
      'trigger_id: got nothing, expected a or b, which now differ in URL, template or scheme',
    ]);
    await expectNothingDone(before);
  });

  it('409 when the delivery changes at the same time', async () => {
    await api.restart({}, ({ deliveries }) => ({
      deliveries: { ...deliveries, readdress: async () => undefined },
    }));
    const before = await stored();
    expect((await retry()).message).toMatch(/changed while it was being readdressed: ask again$/);
    await expectNothingDone(before);
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
    const before = await stored();
    const answer = await retry(json);
    expect([answer.status, answer.code, answer.message]).toEqual([400, 'invalid_request', message]);
    await expectNothingDone(before);
  });
});
