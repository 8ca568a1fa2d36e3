import { aStoredOperation, OPERATION_KEY } from '../../support/builders/an-operation';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();
beforeEach(async () => {
  await api.plant({ operations: [aStoredOperation({ request: { eager: 'c_pad|c_fit' } })] });
});

const reports = async () =>
  (await api.stores.operations.listReports(OPERATION_KEY)).map(({ report }) => report);

describe('POST /operations/:id/uploaded, eager_completed, failed', () => {
  it.each([
    ['uploaded', { payload: { public_id: 'cat' } }, { kind: 'uploaded', payload: { public_id: 'cat' } }],
    [
      'eager_completed',
      {
        eager: [
          { transformation: 'c_pad', bytes: 1 },
          { transformation: 'c_fit', status: 'failed', reason: 'too large' },
        ],
      },
      {
        kind: 'eager_completed',
        eager: [
          { transformation: 'c_pad', bytes: 1 },
          { transformation: 'c_fit', status: 'failed', reason: 'too large' },
        ],
      },
    ],
    [
      'failed',
      { error: { message: 'gone', code: 'not_found' }, public_id: 'cat' },
      { kind: 'failed', error: { message: 'gone', code: 'not_found' }, publicId: 'cat' },
    ],
    ['failed', { error: { message: 'gone' } }, { kind: 'failed', error: { message: 'gone' } }],
  ])('answers %s %j with 200 and takes it in', async (kind, json, report) => {
    const answer = await api.call(`POST /operations/op1/${kind}`, { json });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ operation_id: 'op1', accepted: true, duplicate: false });
    expect(await reports()).toEqual([report]);
  });

  it('says when the same was reported before', async () => {
    const json = { error: { message: 'gone' } };
    await api.call('POST /operations/op1/failed', { json });
    const answer = await api.call('POST /operations/op1/failed', { json });
    expect(answer.json).toEqual({ operation_id: 'op1', accepted: true, duplicate: true });
  });

  it('refuses what contradicts an earlier report with 409, and says each part', async () => {
    const earlier = { eager: [{ transformation: 'c_pad', bytes: 1 }] };
    await api.call('POST /operations/op1/eager_completed', { json: earlier });
    const eager = [{ transformation: 'c_pad', bytes: 2 }, { transformation: 'w_7' }];
    const answer = await api.call('POST /operations/op1/eager_completed', { json: { eager } });
    expect([answer.status, answer.code]).toEqual([409, 'conflict']);
    expect(answer.message).toBe(
      'eager.0: got {"transformation":"c_pad","bytes":2}, expected the result that this transformation had ended with before; ' +
        'eager.1: got {"transformation":"w_7"}, expected one of the transformations that were requested',
    );
  });

  it('refuses a transformation that was not requested with 400', async () => {
    const json = { eager: [{ transformation: 'w_7' }] };
    const answer = await api.call('POST /operations/op1/eager_completed', { json });
    expect([answer.status, answer.code]).toEqual([400, 'invalid_request']);
  });

  it.each([
    ['uploaded', '{"payload":{"z":1,"a":{"y":null,"b":[]},"text":"caf\\u00e9"}}', 'payload'],
    [
      'eager_completed',
      '{"eager":[{"width":3,"transformation":"c_pad","status":"complete","a":1}]}',
      'eager',
    ],
  ])('keeps the key order of %s', async (kind, body, key) => {
    await api.call(`POST /operations/op1/${kind}`, { body });
    const { [key]: posted } = JSON.parse(body) as Record<string, unknown>;
    expect(
      JSON.stringify(Object.entries((await reports())[0] ?? {}).find(([name]) => name === key)?.[1]),
    ).toBe(JSON.stringify(posted));
  });

  it.each([
    ['uploaded', { x: 'x'.repeat(900_000) }, 200],
    ['uploaded', { x: 'x'.repeat(1024 * 1024) }, 413],
  ])('takes up to 1 MiB: %s', async (kind, payload, status) => {
    expect((await api.call(`POST /operations/op1/${kind}`, { json: { payload } })).status).toBe(status);
  });
});

const TRANSFORMATION = 'text of 1 to 2000 characters';

describe('a report is answered with 400, which names field, value and expectation, and not taken in, when', () => {
  afterEach(async () => expect(await reports()).toEqual([]));

  it.each<[string, string, unknown, string]>([
    ['there is no payload', 'uploaded', {}, 'payload: got nothing, expected a JSON object'],
    ['the payload is a list', 'uploaded', { payload: [] }, 'payload: got [], expected a JSON object'],
    ['there are no results', 'eager_completed', { eager: [] }, 'eager: got [], expected 1 to 100 results'],
    [
      'there are too many results',
      'eager_completed',
      { eager: Array.from({ length: 101 }, () => ({ transformation: 'c_pad' })) },
      'eager: got [{"transformation":"c_pad"}',
    ],
    [
      'a result is text',
      'eager_completed',
      { eager: ['c_pad'] },
      'eager.0: got "c_pad", expected a JSON object',
    ],
    [
      'a result has no transformation',
      'eager_completed',
      { eager: [{ transformation: 'c_pad' }, { bytes: 1 }] },
      `eager.1.transformation: got nothing, expected ${TRANSFORMATION}`,
    ],
    [
      'a transformation is long',
      'eager_completed',
      { eager: [{ transformation: 'x'.repeat(2001) }] },
      'eager.0.transformation: got "xxx',
    ],
    [
      'a failed result has no reason',
      'eager_completed',
      { eager: [{ transformation: 'c_pad', status: 'failed' }] },
      'eager.0.reason: got nothing, expected text, since the status is failed',
    ],
    [
      'a result has an unknown status',
      'eager_completed',
      { eager: [{ transformation: 'c_pad', status: 'processing' }] },
      'eager.0.status: got "processing", expected failed, complete or nothing',
    ],
    ['there is no error', 'failed', {}, 'error: got nothing, expected a JSON object'],
    [
      'an error has no message',
      'failed',
      { error: { code: 'x' } },
      'error.message: got nothing, expected text of at least 1 character',
    ],
    [
      'a field is unknown',
      'failed',
      { error: { message: 'x' }, reason: 'y' },
      'unknown field reason: got "y", expected only known fields: error, public_id',
    ],
  ])('%s', async (_case, kind, json, message) => {
    const answer = await api.call(`POST /operations/op1/${kind}`, { json });
    expect([answer.status, answer.code]).toEqual([400, 'invalid_request']);
    expect(answer.message.slice(0, message.length)).toBe(message);
  });
});
