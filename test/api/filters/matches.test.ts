import { databases } from '../../support/databases/databases';
import { BY } from '../../support/builders/an-audit-entry';
import { anEvent, anEventRecord } from '../../support/builders/an-event';
import { TestApi } from '../../support/services/test-api';
import { StoredApi } from '../../support/services/stored-api';
import { NOW } from '../../support/services/world';

const LARGE = { '>': [{ var: 'bytes' }, 1_000] };

describe.each(databases)('a filter, tried on the newest events on $name', ({ open }) => {
  const api = new StoredApi();
  beforeAll(async () => {
    await api.open(open);
    for (let index = 0; index < 45; index++) await publish(`upload-${pad(index)}`, 'upload', index * 100);
    await publish('delete-00', 'delete', 9_999);
    const other = await api.stores.environments.create({ cloudName: 'globex' }, BY);
    await api.stores.events.insert(anEvent({ environmentId: other.environmentId, eventId: 'foreign' }), 'h');
  });
  afterAll(() => api.stop());

  const pad = (index: number) => String(index).padStart(2, '0');
  const at = (index: number) => `2026-03-14T09:00:${pad(index)}.000Z`;

  async function publish(eventId: string, eventType: string, bytes: number) {
    const receivedAt = at(Number(eventId.slice(-2)));
    await api.stores.events.insert(
      anEvent({ environmentId: api.environmentId, eventId, eventType, receivedAt, payload: { bytes } }),
      'h',
    );
  }

  const tried = async (json: object) => (await api.call('POST /filters/matches', { json })).json as Tried;

  it('says which of them it lets through, and which not', async () => {
    const { event_ids: ids, ...counts } = await tried({ filter: LARGE, event_type: 'upload' });
    expect(counts).toEqual({
      tested: 45,
      matched: 34,
      complete: true,
      oldest_received_at: '2026-03-14T09:00:00.000Z',
    });
    expect(ids.matched.slice(0, 2)).toEqual(['upload-44', 'upload-43']);
    expect(ids.matched.at(-1)).toBe('upload-11');
    expect([ids.filtered_out.length, ids.filtered_out[0], ids.failed]).toEqual([11, 'upload-10', []]);
  });

  it('takes as many as were asked for, the newest first', async () => {
    const { tested, event_ids: ids } = await tried({ filter: LARGE, event_type: 'upload', sample_size: 22 });
    expect([tested, ids.matched.at(-1)]).toEqual([22, 'upload-23']);
  });

  it('takes events of every type for a trigger of all, and only those of the product environment', async () => {
    const { tested, event_ids: ids } = await tried({ filter: null, event_type: 'all' });
    expect(tested).toBe(46);
    expect(ids.matched).toContain('delete-00');
    expect(ids.matched).not.toContain('foreign');
  });

  it('sees default notifications, as triggers do', async () => {
    const seen = { '==': [{ var: 'notification_type' }, 'delete'] };
    expect(await tried({ filter: seen, event_type: 'all' })).toMatchObject({ matched: 1 });
  });

  it('lists events on which it fails by themselves', async () => {
    const { matched, event_ids: ids } = await tried({
      filter: { missing_some: [1, null] },
      event_type: 'delete',
    });
    expect([matched, ids]).toEqual([0, { matched: [], filtered_out: [], failed: ['delete-00'] }]);
  });

  it('answers for a type that never happened', async () => {
    expect(await tried({ filter: LARGE, event_type: 'rename' })).toMatchObject({
      tested: 0,
      oldest_received_at: null,
      complete: true,
    });
  });
});

describe('a trial of a filter', () => {
  const api = new TestApi();
  afterEach(() => api.stop());

  it('ends after a second, and says that it is not complete', async () => {
    const times = ['00', '00', '00.9', '01', '02'].map((seconds) => new Date(`2026-03-14T09:00:${seconds}Z`));
    await api.start({}, { now: () => times.shift() ?? new Date(NOW) });
    api.world.events = ['a', 'b', 'c', 'd'].map((eventId) => anEventRecord({ event: anEvent({ eventId }) }));
    const { json } = await api.call('POST /filters/matches', { json: { filter: {}, event_type: 'upload' } });
    expect(json).toMatchObject({ tested: 2, matched: 2, complete: false });
  });

  it.each([
    [
      'a filter that no trigger may have',
      { filter: { log: 1 }, event_type: 'upload' },
      'invalid_filter',
      'filter is',
    ],
    ['no event type', { filter: {} }, 'invalid_request', 'event_type: '],
    [
      'a sample that is too large',
      { filter: {}, event_type: 'upload', sample_size: 501 },
      'invalid_request',
      'sample_size: got 501, expected an integer from 1 to 500',
    ],
  ])('refuses %s', async (_what, json, code, message) => {
    await api.start();
    const { status, json: answer, message: words } = await api.call('POST /filters/matches', { json });
    expect(status).toBe(400);
    expect(answer).toMatchObject({ error: { code } });
    expect(words).toContain(message);
  });
});

interface Tried {
  readonly tested: number;
  readonly matched: number;
  readonly complete: boolean;
  readonly oldest_received_at: string | null;
  readonly event_ids: Readonly<Record<'matched' | 'filtered_out' | 'failed', readonly string[]>>;
}
