import { databases } from '../../support/databases/databases';
import { anEvent } from '../../support/builders/an-event';
import { useStoredApi } from '../../support/services/stored-api';
import { NOW } from '../../support/builders/a-clock';
import { anEnvironment, OTHER_ENVIRONMENT } from '../../support/builders/an-environment';

const LARGE = { '>': [{ var: 'bytes' }, 1_000] };

describe.each(databases)('a filter, tried on the newest events on $name', ({ open }) => {
  const api = useStoredApi({ open });
  beforeEach(async () => {
    const uploads = Array.from({ length: 45 }, (_, index) => happened('upload', index, index * 100));
    const foreign = anEvent({ environmentId: OTHER_ENVIRONMENT.id, eventId: 'foreign' });
    await api.plant({
      environments: [anEnvironment(OTHER_ENVIRONMENT)],
      events: [...uploads, happened('delete', 0, 9_999), foreign],
    });
  });

  function happened(eventType: string, index: number, bytes: number) {
    const second = String(index).padStart(2, '0');
    const receivedAt = `2026-03-14T09:00:${second}.000Z`;
    return anEvent({ eventId: `${eventType}-${second}`, eventType, receivedAt, payload: { bytes } });
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
  const api = useStoredApi();

  it('ends after a second, and says that it is not complete', async () => {
    const times = ['00', '00', '00.9', '01', '02'].map((seconds) => new Date(`2026-03-14T09:00:${seconds}Z`));
    await api.restart({}, () => ({ now: () => times.shift() ?? new Date(NOW) }));
    await api.plant({ events: ['a', 'b', 'c', 'd'].map((eventId) => anEvent({ eventId })) });
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
