import { faultsIn, OPERATIONS } from '../../support/services/documented';
import { aTrigger } from '../../support/builders/a-trigger';
import { ENVIRONMENT, OTHER_ENVIRONMENT, anEnvironment } from '../../support/builders/an-environment';
import { NOW } from '../../support/builders/a-clock';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();

const FILTER = { '==': [{ var: 'resource_type' }, 'image'] };
/** Each has 16,384 bytes. */
const LARGEST = {
  filter: { in: ['<'.repeat(16_384 - 14), ''] },
  payload_template: escaped({ a: '<'.repeat(16_384 - 8) }),
};
const TEMPLATE = { kind: '{{event.type}}', asset: { id: '{{asset.public_id}}' } };

describe('POST /triggers', () => {
  it('makes a trigger, every default filled in', async () => {
    const json = { uri: 'https://hooks.example.com/cld', event_type: 'upload' };
    const answer = await api.call('POST /triggers', { json });
    expect(answer.status).toBe(201);
    const [stored] = await api.triggers();
    expect(stored).toEqual(
      aTrigger({ id: expect.stringMatching(/^[0-9a-f]{32}$/) as string, createdAt: NOW, updatedAt: NOW }),
    );
    expect(answer.json).toEqual({
      id: stored?.id,
      product_environment_id: ENVIRONMENT.id,
      uri_type: 'webhook',
      uri: 'https://hooks.example.com/cld',
      event_type: 'upload',
      created_at: '2026-03-14T09:26:53+00:00',
      updated_at: '2026-03-14T09:26:53+00:00',
      additive: false,
      auth_scheme: 'default',
      success_statuses: '200',
    });
  });

  it('answers the keys in the order of the contract, those of filter and template last', async () => {
    const json = {
      success_statuses: '2xx',
      auth_scheme: 'eddsa_v2',
      additive: true,
      payload_template: TEMPLATE,
      filter_language: 'jsonlogic',
      filter: FILTER,
      event_type: 'all',
      uri: 'https://hooks.example.com',
    };
    const { json: trigger } = await api.call('POST /triggers', { json });
    expect(Object.entries(trigger ?? {})).toEqual([
      ['id', expect.any(String)],
      ['product_environment_id', ENVIRONMENT.id],
      ['uri_type', 'webhook'],
      ['uri', 'https://hooks.example.com/'],
      ['event_type', 'all'],
      ['created_at', expect.any(String)],
      ['updated_at', expect.any(String)],
      ['additive', true],
      ['auth_scheme', 'eddsa_v2'],
      ['success_statuses', '2xx'],
      ['filter', FILTER],
      ['filter_language', 'jsonlogic'],
      ['payload_template', TEMPLATE],
    ]);
  });

  it('takes a template as the text of a JSON object and answers it parsed', async () => {
    const json = {
      uri: 'https://a.example/',
      event_type: 'upload',
      payload_template: JSON.stringify(TEMPLATE),
    };
    const answer = await api.call('POST /triggers', { json });
    expect(answer.json).toMatchObject({ payload_template: TEMPLATE });
  });

  it.each([[TEMPLATE], [JSON.stringify(TEMPLATE)], [''], [null], [{}]])(
    'takes the template %j, and so says the OpenAPI document',
    async (payload_template) => {
      const json = { uri: 'https://a.example/', event_type: 'upload', payload_template };
      expect((await api.call('POST /triggers', { json })).status).toBe(201);
      for (const body of bodiesOf(['createTrigger', 'updateTrigger']))
        expect(faultsIn(body, json)).toEqual([]);
    },
  );

  it('takes the largest filter and template, however their characters are escaped', async () => {
    const body = escaped({ uri: 'https://a.example/', event_type: 'upload', ...LARGEST });
    expect((await api.call('POST /triggers', { body })).status).toBe(201);
    expect(await api.triggers()).toMatchObject([
      { filter: LARGEST.filter, payloadTemplate: JSON.parse(LARGEST.payload_template) as unknown },
    ]);
  });

  it.each([
    ['filter', null],
    ['filter', {}],
    ['payload_template', null],
    ['payload_template', ''],
    ['payload_template', {}],
  ])('takes %s %j for none', async (field, value) => {
    const json = { uri: 'https://a.example/', event_type: 'upload', [field]: value };
    const answer = await api.call('POST /triggers', { json });
    expect(answer.status).toBe(201);
    expect(answer.json).not.toHaveProperty(field);
    expect(answer.json).not.toHaveProperty('filter_language');
  });

  it('answers 409 to a second trigger of the same URL and event type', async () => {
    await api.plant({ triggers: [aTrigger()] });
    const answer = await api.call('POST /triggers', { json: { uri: aTrigger().uri, event_type: 'upload' } });
    expect([answer.status, answer.code]).toEqual([409, 'already_exists']);
  });

  it('answers 400 beyond the limit: the number of event types, all included, times that of URLs', async () => {
    await api.plant({
      triggers: Array.from({ length: 62 }, (_, i) => aTrigger({ id: `${i}`, uri: `https://a.example/${i}` })),
    });
    const answer = await api.call('POST /triggers', {
      json: { uri: 'https://b.example/', event_type: 'upload' },
    });
    expect([answer.status, answer.code]).toEqual([400, 'limit_reached']);
  });
});

describe('GET /triggers', () => {
  it('lists the triggers of the product environment and their number', async () => {
    await api.plant({
      environments: [anEnvironment(OTHER_ENVIRONMENT)],
      triggers: [
        aTrigger({ id: 'a' }),
        aTrigger({ id: 'b', eventType: 'eager' }),
        aTrigger({ id: 'c', environmentId: OTHER_ENVIRONMENT.id }),
      ],
    });
    const answer = await api.call('GET /triggers');
    expect(answer.json).toEqual({
      triggers: [expect.objectContaining({ id: 'a' }), expect.objectContaining({ id: 'b' })],
      total: 2,
    });
  });

  it('lists those of one event type only, when it is asked to', async () => {
    await api.plant({ triggers: [aTrigger({ id: 'a' }), aTrigger({ id: 'b', eventType: 'all' })] });
    const answer = await api.call('GET /triggers?event_type=all');
    expect(answer.json).toEqual({ triggers: [expect.objectContaining({ id: 'b' })], total: 1 });
  });

  it.each([
    [
      'event_type=uploads',
      /^event_type: got "uploads", expected all, or one of the event types: .*\bupload\b/,
    ],
    ['event_type=upload&event_type=all', /^event_type: got \["upload","all"\], expected all, or one of/],
    ['event_typ=upload', /^unknown field event_typ: got "upload", expected only known fields: event_type$/],
  ])('answers 400 to ?%s', async (query, message) => {
    const answer = await api.call(`GET /triggers?${query}`);
    expect([answer.status, answer.code]).toEqual([400, 'invalid_request']);
    expect(answer.message).toMatch(message);
  });
});

describe('GET /triggers/:id', () => {
  it('answers the trigger', async () => {
    await api.plant({ triggers: [aTrigger({ id: 'a' })] });
    expect((await api.call('GET /triggers/a')).json).toMatchObject({ id: 'a', uri: aTrigger().uri });
  });
});

describe('DELETE /triggers/:id', () => {
  it.each([
    ['without a body', {}],
    ['with an empty JSON object', { json: {} }],
  ])('deletes the trigger %s', async (_case, options) => {
    await api.plant({ triggers: [aTrigger({ id: 'a' })] });
    const answer = await api.call('DELETE /triggers/a', options);
    expect([answer.status, answer.json]).toEqual([200, { message: 'ok' }]);
    expect(await api.triggers()).toEqual([]);
  });

  it('deletes nothing when the body says more', async () => {
    await api.plant({ triggers: [aTrigger({ id: 'a' })] });
    const answer = await api.call('DELETE /triggers/a', { json: { dry_run: true } });
    expect(answer.status).toBe(400);
    expect(answer.message).toBe('unknown field dry_run: got true, expected only known fields: none');
    expect(await api.triggers()).toHaveLength(1);
  });
});

describe('POST /triggers/:id/test', () => {
  it.each([
    ['the sample satisfies the filter', FILTER, { sample_data: { resource_type: 'image' } }, true, true],
    ['the sample does not', FILTER, { sample_data: { resource_type: 'video' } }, true, false],
    ['there is a filter and no sample', FILTER, {}, true, false],
    ['the sample is null', FILTER, { sample_data: null }, true, false],
    ['there is no body', FILTER, undefined, true, false],
    ['no sample satisfies a filter that asks for nothing', { '!': [{ var: 'a' }] }, undefined, true, true],
    ['there is no filter', undefined, { sample_data: { resource_type: 'video' } }, false, true],
    ['the filter fails', { '!': [{ 'no such operator': [] }] }, { sample_data: {} }, true, false],
  ])('says so when %s', async (_case, filter, json, present, result) => {
    await api.plant({ triggers: [aTrigger({ id: 'a', filter })] });
    const answer = await api.call('POST /triggers/a/test', json ? { json } : {});
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ trigger_id: 'a', filter_present: present, filter_result: result });
  });

  it('takes as large a sample as an event: 1 MiB', async () => {
    await api.plant({ triggers: [aTrigger({ id: 'a', filter: FILTER })] });
    const sampleOf = (bytes: number) => {
      const around = JSON.stringify({ sample_data: { resource_type: 'image', a: '' } });
      return around.replace('""', `"${'x'.repeat(bytes - around.length)}"`);
    };
    const largest = await api.call('POST /triggers/a/test', { body: sampleOf(1024 * 1024) });
    expect(largest.json).toMatchObject({ filter_result: true });
    const beyond = await api.call('POST /triggers/a/test', { body: sampleOf(1024 * 1024 + 1) });
    expect([beyond.status, beyond.code]).toEqual([413, 'payload_too_large']);
  });

  it.each([
    [{ sample_data: [1] }, 'sample_data: got [1], expected a JSON object'],
    [{ sample: {} }, 'unknown field sample: got {}, expected only known fields: sample_data'],
  ])('answers 400 to %j', async (json, message) => {
    await api.plant({ triggers: [aTrigger({ id: 'a' })] });
    const answer = await api.call('POST /triggers/a/test', { json });
    expect([answer.status, answer.message]).toEqual([400, message]);
  });
});

function bodiesOf(operationIds: readonly string[]) {
  const operations = OPERATIONS.filter(({ operationId }) => operationIds.includes(operationId));
  return operations.map(({ requestBody }) => requestBody?.content['application/json']?.schema ?? { not: {} });
}

/** JSON as some clients write it, with what HTML or ASCII would not take escaped. */
function escaped(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
