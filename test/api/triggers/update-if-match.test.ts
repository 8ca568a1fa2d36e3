import { aTrigger } from '../../support/builders/a-trigger';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();
beforeEach(() => api.plant({ triggers: [aTrigger({ id: 'a' })] }));

const nameNow = async () => (await api.call('GET /triggers/a')).headers.get('ETag') ?? '';
const change = (ifMatch: string, json: object) =>
  api.call('PUT /triggers/a', { headers: { 'If-Match': ifMatch }, json });

it('changes a trigger that is still what If-Match names', async () => {
  const answer = await change(await nameNow(), { additive: true });
  expect([answer.status, answer.json]).toEqual([200, expect.objectContaining({ additive: true })]);
});

it('refuses to change one that somebody else has changed meanwhile', async () => {
  const seen = await nameNow();
  await api.call('PUT /triggers/a', { json: { filter: { '==': [1, 1] } } });
  const now = await nameNow();
  const answer = await change(seen, { additive: true });
  expect([answer.status, answer.code]).toEqual([412, 'precondition_failed']);
  expect(answer.message).toBe(
    `If-Match: got ${JSON.stringify(seen)}, expected ${now}: the trigger was changed meanwhile`,
  );
  expect(await nameNow()).toBe(now);
});

it('takes any of several names, the strong form that a client may make of it, and *', async () => {
  const strong = (await nameNow()).replace('W/', '');
  expect((await change(`"other", ${strong}`, { additive: true })).status).toBe(200);
  expect((await change('*', { additive: false })).status).toBe(200);
});
