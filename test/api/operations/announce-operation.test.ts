import { ENVIRONMENT } from '../../support/builders/an-environment';
import { NOW } from '../../support/builders/a-clock';
import { API_KEY } from '../../support/builders/an-access-key';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();

const HEX_32 = expect.stringMatching(/^[0-9a-f]{32}$/) as string;
const HEX_64 = expect.stringMatching(/^[0-9a-f]{64}$/) as string;
const N = 'https://n.example/';
const EN = 'https://en.example/';

const announce = (json: object) => api.call('POST /operations', { json });
/** The only one. */
async function announced() {
  const [operationId = ''] = await api.db('operations').pluck<string[]>('operation_id');
  return api.stores.operations.find({ environmentId: ENVIRONMENT.id, operationId });
}

describe('POST /operations', () => {
  it('accepts an operation with 201 and an id of 32 hex digits', async () => {
    const answer = await announce({ method: 'upload' });
    const record = await announced();
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({ operation_id: record?.operationId, duplicate: false });
    expect(record).toMatchObject({
      environmentId: ENVIRONMENT.id,
      operationId: HEX_32,
      operation: { method: 'upload', batchId: HEX_64, eager: [], answered: false },
      request: {},
      response: undefined,
      triggeredAt: NOW,
      triggeredBy: { source: 'api', id: API_KEY },
      requestId: HEX_32,
      createdAt: NOW,
    });
  });

  it('takes everything that the platform says over its own defaults', async () => {
    const request = {
      notification_url: N,
      eager_notification_url: EN,
      eager: ['c_pad,w_300', 'c_crop'],
      eager_async: true,
      upload_preset: { notification_url: EN, eager_notification_url: N, eager: 'c_fit', eager_async: false },
    };
    const triggered_by = { source: 'ui', id: 'someone@acme.example' };
    const json = { method: 'explicit', operation_id: 'Op_1-a', request, triggered_by };
    const answer = await announce({ ...json, triggered_at: '2026-03-14T10:26:53.5+01:00' });
    expect(answer.json).toMatchObject({ operation_id: 'Op_1-a' });
    expect(await announced()).toMatchObject({
      operationId: 'Op_1-a',
      operation: { method: 'explicit', notificationUrl: N, eagerNotificationUrl: EN, eagerAsync: true },
      request,
      triggeredAt: '2026-03-14T09:26:53.500000Z',
      triggeredBy: triggered_by,
    });
  });

  it('keeps the normal form of a URL, and judges sameness by what is meant', async () => {
    const posted = (notification_url: string) =>
      announce({ method: 'upload', operation_id: 'one', request: { notification_url } });
    await posted('HTTPS://N.example');
    expect((await announced())?.operation.notificationUrl).toBe(N);
    expect((await posted('https://n.example:443')).status).toBe(200);
    expect((await posted(EN)).status).toBe(409);
  });

  it.each([
    ['N', { notification_url: N }, false],
    ['EN', { eager_notification_url: EN }, false],
    ['EN, eager_async', { eager_notification_url: EN, eager_async: true }, true],
    ['N, EN', { notification_url: N, eager_notification_url: EN }, false],
    ['N, EN, eager_async', { notification_url: N, eager_notification_url: EN, eager_async: true }, true],
    ['N, eager_async', { notification_url: N, eager_async: true }, true],
    ['eager_async', { eager_async: true }, true],
  ])(
    'tells the batch_id where the combination shows one: eager, %s: %j → %s',
    async (_row, given, isShown) => {
      const answer = await announce({ method: 'upload', request: { ...given, eager: 'c_pad' } });
      expect(answer.json).toEqual({
        operation_id: HEX_32,
        duplicate: false,
        ...(isShown ? { batch_id: (await announced())?.operation.batchId } : {}),
      });
    },
  );

  it('answers an asynchronous upload at once, under the batch_id that the caller chose', async () => {
    const answer = await announce({ method: 'upload', request: { async: true, batch_id: 'mine' } });
    expect(answer.json).toMatchObject({ batch_id: 'mine' });
    expect((await announced())?.response?.body).toEqual({ status: 'pending', batch_id: 'mine' });
  });

  it('answers an explode at once', async () => {
    const answer = await announce({ method: 'explode' });
    const { batch_id } = answer.json as { batch_id: string };
    expect((await announced())?.response).toEqual({
      outcome: 'succeeded',
      body: { status: 'processing', batch_id },
    });
  });

  it('answers 200, duplicate and the first batch_id for the same id and content', async () => {
    const request = { eager: 'c_pad', eager_async: true };
    const { json: first } = await announce({ method: 'upload', operation_id: 'one', request });
    const answer = await announce({ method: 'upload', operation_id: 'one', request });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ ...(first as object), batch_id: HEX_64, duplicate: true });
  });

  it('answers 409 for the same id with other content', async () => {
    await announce({ method: 'upload', operation_id: 'one' });
    const answer = await announce({ method: 'explode', operation_id: 'one' });
    expect([answer.status, answer.code]).toEqual([409, 'conflict']);
    expect(answer.message).toBe(
      'operation_id: got "one" with new content, expected the content that it was first posted with, or another id',
    );
  });
});

const EAGER =
  'at most 100 transformations, each text of at most 2000 characters: in a list, or in one text with | between them';
const METHOD = 'one of upload, explicit, explode, generate_archive, multi';

describe('POST /operations answers 400, names field, value and expectation, and stores nothing, when', () => {
  afterEach(async () => expect(await announced()).toBeUndefined());

  it.each<[string, object, string]>([
    ['the method is missing', {}, `method: got nothing, expected ${METHOD}`],
    ['the method is unknown', { method: 'rename' }, `method: got "rename", expected ${METHOD}`],
    [
      'the id has a dot',
      { method: 'upload', operation_id: 'a.b' },
      'operation_id: got "a.b", expected 1 to 64 characters of A-Z a-z 0-9 _ -',
    ],
    [
      'eager is an object',
      { method: 'upload', request: { eager: { width: 1 } } },
      `request.eager: got {"width":1}, expected ${EAGER}`,
    ],
    [
      'the preset’s eager holds a number',
      { method: 'upload', request: { upload_preset: { eager: [1] } } },
      `request.upload_preset.eager: got [1], expected ${EAGER}`,
    ],
    [
      'eager lists too many',
      { method: 'upload', request: { eager: Array.from({ length: 101 }, (_, n) => `w_${n}`).join('|') } },
      'request.eager: got "w_0|',
    ],
    [
      'eager is long',
      { method: 'upload', request: { eager: ['x'.repeat(2001)] } },
      'request.eager: got ["xxx',
    ],
    [
      'the method takes no eager',
      { method: 'multi', request: { eager: 'c_pad' } },
      'request.eager: got transformations for "multi", expected none: only upload and explicit take them',
    ],
    [
      'the request has an unknown field',
      { method: 'upload', request: { moderation: 'manual' } },
      'unknown field request.moderation: got "manual", expected only known fields: notification_url, eager_notification_url, eager_async, eager, async, batch_id, upload_preset',
    ],
    [
      'async is text',
      { method: 'upload', request: { async: 'true' } },
      'request.async: got "true", expected true or false',
    ],
    [
      'the batch_id is empty',
      { method: 'upload', request: { batch_id: '' } },
      'request.batch_id: got "", expected text of 1 to 255 characters',
    ],
    [
      'a field is unknown',
      { method: 'upload', payload: {} },
      'unknown field payload: got {}, expected only known fields: method, operation_id, request, triggered_at, triggered_by',
    ],
  ])('%s', async (_case, json, message) => {
    const answer = await announce(json);
    expect([answer.status, answer.code]).toEqual([400, 'invalid_request']);
    expect(answer.message.slice(0, message.length)).toBe(message);
  });

  const fields = ['notification_url', 'eager_notification_url'];
  const cases = [...fields, ...fields.map((field) => `upload_preset.${field}`)].flatMap((field) => [
    { field: `request.${field}`, url: 'ftp://a.example', code: 'invalid_url' },
    { field: `request.${field}`, url: 'http://10.0.0.1/', code: 'destination_not_allowed' },
  ]);
  it.each(cases)('$field is $url: $code', async ({ field, url, code }) => {
    const [, ...path] = field.split('.');
    const request = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), url);
    const answer = await announce({ method: 'upload', request });
    expect([answer.status, answer.code]).toEqual([400, code]);
    expect(answer.message.startsWith(`${field}: got `)).toBe(true);
  });
});
