import { databases } from '../../support/databases/databases';
import { aTrigger } from '../../support/builders/a-trigger';
import { anEvent } from '../../support/builders/an-event';
import { ENVIRONMENT } from '../../support/builders/an-environment';
import { useStoredApi } from '../../support/services/stored-api';
import { resolveStored } from '../../support/services/resolve-stored';

const TEMPLATE = {
  text: '{{asset.public_id}} by {{event.request_id}}: {{asset.height}}',
  tags: '{{#asset.tags}}<{{.}}>{{/asset.tags}}',
};

describe.each(databases)('a preview of a payload template on $name', ({ open }) => {
  const api = useStoredApi({ open });

  const preview = async (json: object) =>
    (await api.call('POST /payload_templates/preview', { json })).json as Previewed;

  it('has the bytes that are delivered for the event', async () => {
    const event = anEvent({
      eventId: 'evt',
      payload: { public_id: 'blüe', tags: ['a', 'b'] },
    });
    await api.plant({ events: [event], triggers: [aTrigger({ payloadTemplate: TEMPLATE })] });
    await resolveStored(api.stores, event);
    const [delivery] = await api.stores.deliveries.list(ENVIRONMENT.id, { eventId: 'evt', limit: 1 });
    const answer = await preview({ payload_template: TEMPLATE, event_id: 'evt' });
    expect(answer.body).toBe(delivery?.body);
    expect(answer).toMatchObject({ valid: true, fallback_reason: null, bytes: answer.body.length + 1 });
    expect(answer.placeholders).toEqual([
      { pointer: '/text', path: 'asset.public_id', found: true },
      { pointer: '/text', path: 'event.request_id', found: true },
      { pointer: '/text', path: 'asset.height', found: false },
      { pointer: '/tags', path: 'asset.tags', found: true },
    ]);
    expect((await preview({ payload_template: {}, event_id: 'evt' })).body).toBe(answer.default_body);
  });

  it('of a payload is that of an event which nobody has published', async () => {
    const answer = await preview({
      payload_template: TEMPLATE,
      event_type: 'upload',
      payload: { public_id: 'cat' },
    });
    expect(answer.body).toMatch(/^{"text":"cat by [^:]+: ","tags":""}$/);
    expect(JSON.parse(answer.default_body)).toMatchObject({ notification_type: 'upload', public_id: 'cat' });
  });

  it('says where a template is wrong, and shows the default body', async () => {
    const json = { payload_template: { a: ['{{nobody}}'] }, event_type: 'upload', payload: {} };
    const answer = await preview(json);
    expect(answer).toMatchObject({ valid: false, body: null, bytes: null, placeholders: [] });
    expect(answer.fault?.pointer).toBe('/a/0');
    expect(answer.fault?.message).toMatch(/^payload_template at \/a\/0 is .* the name "nobody"; expected/);
    expect(answer.default_body).toContain('upload');
  });

  it('says why a template falls back to the default body', async () => {
    const long = 'x'.repeat(70_000);
    const template = { a: '{{raw.x}}{{raw.x}}{{raw.x}}{{raw.x}}' };
    const answer = await preview({ payload_template: template, event_type: 'upload', payload: { x: long } });
    expect(answer.fallback_reason).toBe('payload template failed: more than 262144 characters of output');
    expect(answer.body).toBe(answer.default_body);
  });

  it.each([
    ['neither an event nor a payload', {}, 'event_id: '],
    ['both', { event_id: 'evt', payload: {} }, 'event_id: '],
    ['a payload without its type', { payload: {} }, 'event_id: '],
  ])('needs %s to be otherwise', async (_what, about, message) => {
    const json = { payload_template: {}, ...about };
    const answer = await api.call('POST /payload_templates/preview', { json });
    expect(answer.status).toBe(400);
    expect(answer.message).toContain(message);
  });

  it('of an unknown event is not found', async () => {
    const json = { payload_template: {}, event_id: 'nowhere' };
    expect((await api.call('POST /payload_templates/preview', { json })).status).toBe(404);
  });
});

interface Previewed {
  readonly valid: boolean;
  readonly fault?: { readonly pointer: string; readonly message: string };
  readonly body: string;
  readonly bytes: number;
  readonly placeholders: readonly object[];
  readonly fallback_reason: string | null;
  readonly default_body: string;
}
