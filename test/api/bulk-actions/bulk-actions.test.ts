import { ENVIRONMENT, anEnvironment, OTHER_ENVIRONMENT } from '../../support/builders/an-environment';
import { aDelivery } from '../../support/builders/a-delivery';
import { useStoredApi } from '../../support/services/stored-api';

const COUNT = 40;
const uri = 'https://hooks.example.com/cld';
const BEFORE = '2026-03-14T09:00:00.000Z';

const api = useStoredApi();
beforeEach(async () => {
  const deliveries = Array.from({ length: COUNT }, (_, n) =>
    aDelivery({ id: `d${n}`, uri: `${uri}/${n}`, status: 'failed', createdAt: BEFORE, updatedAt: BEFORE }),
  );
  await api.plant({ deliveries });
});

const post = (path: string, json: object) => api.call(`POST ${path}`, { json });
const RETRY = { action: 'retry', filter: { status: 'failed' } };

interface Preview {
  readonly count: number;
  readonly token: string;
}

async function preview(request: object = RETRY): Promise<Preview> {
  const { status, json } = await post('/bulk_actions/preview', request);
  expect(status).toBe(200);
  return json as Preview;
}

const stored = async () => api.db('bulk_actions').select<{ id: string; total: number }[]>('id', 'total');

it('one preview starts one bulk action, however often it is sent', async () => {
  const { count, token } = await preview();
  const request = { ...RETRY, token, expected_count: count };
  const [first, second] = [await post('/bulk_actions', request), await post('/bulk_actions', request)];
  expect([first.status, second.status]).toEqual([202, 202]);
  expect((second.json as { id: string }).id).toBe((first.json as { id: string }).id);
  expect(await stored()).toMatchObject([{ total: COUNT }]);
});

it.each([
  ['of another filter', async () => (await preview({ ...RETRY, filter: { event_type: 'upload' } })).token],
  ['of another action', async () => (await preview({ action: 'cancel', filter: RETRY.filter })).token],
  ['that is none', () => Promise.resolve('nothing')],
  [
    'of another product environment',
    async () => {
      const { token } = await preview();
      const former = anEnvironment({ cloudName: 'former' });
      const other = anEnvironment({ ...OTHER_ENVIRONMENT, cloudName: ENVIRONMENT.cloudName });
      await api.plant({ environments: [former, other] });
      await api.db('access_keys').update({ environment_id: other.id });
      return token;
    },
  ],
])('refuses a token %s, and stores nothing', async (_what, tokenOf) => {
  const token = await tokenOf();
  const { status, message } = await post('/bulk_actions', { ...RETRY, token, expected_count: COUNT });
  expect([status, message]).toEqual([
    400,
    expect.stringMatching(/^token: got .*, expected the token of a preview of the same action/),
  ]);
  expect(await stored()).toEqual([]);
});

it.each([
  [2, 202],
  [3, 409],
])('with %i of 40 fewer than expected it answers %i: at most 5 % may differ', async (fewer, status) => {
  const { count, token } = await preview();
  const gone = Array.from({ length: fewer }, (_, n) => `d${n}`);
  await api.db('deliveries').whereIn('id', gone).update({ status: 'delivered' });
  const answer = await post('/bulk_actions', { ...RETRY, token, expected_count: count });
  expect(answer.status).toBe(status);
  expect(await stored()).toHaveLength(status === 202 ? 1 : 0);
});

it.each([
  ['retry', COUNT - 1, { sending: 0, waiting: 1 }],
  ['cancel', 1, { sending: 0, waiting: 0 }],
])('a %s takes %i where one waits in a channel, and counts that as lists do', async (action, count, left) => {
  await api.db('deliveries').where({ id: 'd0' }).update({ status: 'pending', uri: 'poll://orders' });
  expect(await preview({ action, filter: {} })).toMatchObject({ count, left_alone: left });
  const { json } = await api.call('GET /deliveries/summary');
  expect(json).toMatchObject({ by_phase: { sending: 0, waiting: 1 } });
});

it('what is made after the preview is not meant', async () => {
  const { count, token } = await preview();
  const later = new Date(Date.now() + 60_000).toISOString();
  await api.db('deliveries').where({ id: 'd0' }).update({ created_at: later });
  const { json } = await post('/bulk_actions', { ...RETRY, token, expected_count: count });
  expect(json).toMatchObject({ total: COUNT - 1 });
});

it.each([
  [{ action: 'delete', filter: {} }, /^action: got "delete", expected one of retry, cancel/],
  [{ action: 'retry', filter: { status: 'lost' } }, /^filter\.status: got "lost", expected/],
  [{ action: 'retry', filter: { state: 'failed' } }, /state/],
  [{ action: 'retry', filter: { ids: [] } }, /^filter\.ids: got .*, expected 1 to 500 delivery ids/],
])('refuses the preview of %j, and names the field', async (request, words) => {
  const { status, message } = await post('/bulk_actions/preview', request);
  expect([status, message]).toEqual([400, expect.stringMatching(words)]);
});
