import { aTrigger } from '../../support/builders/a-trigger';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();
beforeEach(async () => {
  await api.plant({ triggers: [aTrigger()] });
});

const list = (etag?: string | null, line = 'GET /triggers') =>
  api.call(line, { ...(typeof etag === 'string' && { headers: { 'If-None-Match': etag } }) });

it('names an answer by its bytes, and sends no body to who has it already', async () => {
  const first = await list();
  const etag = first.headers.get('ETag');
  expect([first.status, first.headers.get('Content-Type')]).toEqual([200, 'application/json; charset=utf-8']);
  expect(etag).toMatch(/^W\/"[\w-]{24}"$/);
  const second = await list(etag);
  expect([second.status, second.text, second.headers.get('ETag')]).toEqual([304, '', etag]);
  expect((await list(`"other", ${etag}`)).status).toBe(304);
});

it('sends the new answer once something has changed', async () => {
  const before = await list();
  await api.db('triggers').update({ additive: true });
  const after = await list(before.headers.get('ETag'));
  expect([after.status, after.text === before.text]).toEqual([200, false]);
  expect(after.headers.get('ETag')).not.toBe(before.headers.get('ETag'));
});

it('holds for HEAD, too, and for what anybody may read', async () => {
  const head = await list(null, 'HEAD /triggers');
  expect([head.status, head.headers.get('ETag')]).toEqual([200, (await list()).headers.get('ETag')]);
  expect((await list(head.headers.get('ETag'), 'HEAD /triggers')).status).toBe(304);
  const keys = await list(null, 'GET /webhook_keys');
  expect((await list(keys.headers.get('ETag'), 'GET /webhook_keys')).status).toBe(304);
});

it('leaves refusals, changes and probes alone', async () => {
  const missing = await list('*', 'GET /triggers/gone');
  expect([missing.status, missing.headers.get('ETag')]).toEqual([404, null]);
  const made = await api.call('POST /triggers/test', { headers: { 'If-None-Match': '*' }, json: {} });
  expect(made.headers.get('ETag')).toBeNull();
  const probe = await api.callAbsolute('GET /healthz', { headers: { 'If-None-Match': '*' } });
  expect([probe.status, probe.headers.get('ETag')]).toEqual([200, null]);
});

it('asks for the credentials first: whoever has none learns nothing', async () => {
  const answer = await api.call('GET /triggers', {
    authorization: undefined,
    headers: { 'If-None-Match': '*' },
  });
  expect(answer.status).toBe(401);
});
