import { TestApi } from './support/api';
import {
  aDelivery,
  anEvent,
  anEventRecord,
  anOperationPage,
  aTrigger,
  OTHER_ENVIRONMENT,
} from './support/builders';

const api = new TestApi();
beforeEach(() => api.start());
afterEach(() => api.stop());

/** Every route with an id, and a body that it would accept. */
const ROUTES = [
  ['GET /triggers/ID', undefined],
  ['PUT /triggers/ID', { new_uri: 'https://mine.example/' }],
  ['DELETE /triggers/ID', {}],
  ['POST /triggers/ID/test', {}],
  ['GET /events/ID', undefined],
  ['GET /deliveries/ID', undefined],
  ['POST /deliveries/ID/retry', { force: true }],
  ['POST /deliveries/ID/cancel', {}],
  ['GET /operations/ID', undefined],
  ['GET /operations/ID/response?wait_seconds=60', undefined],
  ['POST /operations/ID/uploaded', { payload: {} }],
  ['POST /operations/ID/eager_completed', { eager: [{ transformation: 'c_pad' }] }],
  ['POST /operations/ID/failed', { error: { message: 'gone' } }],
] as const;

describe("another product environment's id", () => {
  it.each(ROUTES)(
    'answers %s with 404, like one that nobody has, and nothing changes',
    async (route, json) => {
      const environmentId = OTHER_ENVIRONMENT.id;
      api.world.triggers = [aTrigger({ id: 'theirs', environmentId })];
      api.world.events = [anEventRecord({ event: anEvent({ eventId: 'theirs', environmentId }) })];
      api.world.deliveries = [aDelivery({ id: 'theirs', environmentId })];
      api.world.operations.stored = [anOperationPage({ operationId: 'theirs', environmentId })];
      const before = structuredClone(api.world.triggers);
      const options = json ? { json } : {};
      const theirs = await api.call(route.replace('ID', 'theirs'), options);
      const nobodys = await api.call(route.replace('ID', 'nobodys'), options);
      expect([theirs.status, theirs.code]).toEqual([404, 'not_found']);
      expect(theirs.message.replace('theirs', 'nobodys')).toBe(nobodys.message);
      expect(api.world.triggers).toEqual(before);
      expect([...api.world.retried, ...api.world.cancelled, ...api.world.operations.reported]).toEqual([]);
    },
  );

  it('appears in no list', async () => {
    const environmentId = OTHER_ENVIRONMENT.id;
    api.world.triggers = [aTrigger({ environmentId })];
    api.world.events = [anEventRecord({ event: anEvent({ environmentId }) })];
    api.world.deliveries = [aDelivery({ environmentId })];
    expect((await api.call('GET /triggers')).json).toEqual({ triggers: [], total: 0 });
    expect((await api.call('GET /events')).json).toEqual({ events: [] });
    expect((await api.call('GET /deliveries')).json).toEqual({ deliveries: [] });
  });
});

describe('an id that cannot be one', () => {
  it.each(['%00', 'a%20b', 'caf%C3%A9', '%ff', 'x'.repeat(256)])('answers 404: %s', async (id) => {
    for (const [route, json] of ROUTES) {
      const answer = await api.call(route.replace('ID', id), json ? { json } : {});
      expect([route, answer.status, answer.code]).toEqual([route, 404, 'not_found']);
    }
  });
});
