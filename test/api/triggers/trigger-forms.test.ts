import { aTrigger } from '../../support/builders/a-trigger';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const form = (fields: Readonly<Record<string, string>>) => ({
  body: new URLSearchParams(fields).toString(),
  headers: FORM,
});
const good = { uri: 'https://hooks.example.com/a?b=c', event_type: 'upload' };

describe('POST /triggers with a form', () => {
  it.each([
    [{}, { additive: false, filter: undefined, payloadTemplate: undefined }],
    [{ additive: 'true' }, { additive: true }],
    [{ additive: '1' }, { additive: true }],
    [{ additive: '0' }, { additive: false }],
    [{ filter: '{"==":[{"var":"format"},"jpg"]}' }, { filter: { '==': [{ var: 'format' }, 'jpg'] } }],
    [{ filter: '' }, { filter: undefined }],
    [{ filter: '{}', filter_language: 'jsonlogic' }, { filter: undefined }],
    [
      { payload_template: '{"id":"{{asset.public_id}}"}' },
      { payloadTemplate: { id: '{{asset.public_id}}' } },
    ],
    [{ auth_scheme: 'eddsa_v2', uri_type: 'webhook' }, { authScheme: 'eddsa_v2' }],
  ])('takes %j', async (fields, stored) => {
    const answer = await api.call('POST /triggers', form({ ...good, ...fields }));
    expect(answer.status).toBe(201);
    expect(await api.triggers()).toEqual([expect.objectContaining({ uri: good.uri, ...stored })]);
  });

  it.each([
    [{ additive: 'yes' }, 'invalid_request', /^additive: got "yes", expected true or false$/],
    [{ filter: '{"==":' }, 'invalid_filter', /^filter: malformed JSON at position 6/],
    [{ filter: '[1]' }, 'invalid_filter', /expected a JSONLogic object/],
    [{ filter: '{"__proto__":1}' }, 'invalid_request', /__proto__/],
    [{ payload_template: '{' }, 'invalid_payload_template', /malformed JSON/],
    [{ no_such_field: '1' }, 'invalid_request', /^unknown field no_such_field/],
    [{ event_type: 'nothing' }, 'invalid_request', /^event_type: got "nothing"/],
  ])('refuses %j', async (fields, code, message) => {
    const answer = await api.call('POST /triggers', form({ ...good, ...fields }));
    expect([answer.status, answer.code]).toEqual([400, code]);
    expect(answer.message).toMatch(message);
    expect(await api.triggers()).toEqual([]);
  });

  it('refuses what comes twice', async () => {
    const body = `${form(good).body}&uri=https%3A%2F%2Fother.example`;
    const answer = await api.call('POST /triggers', { body, headers: FORM });
    expect([answer.status, answer.message]).toEqual([400, expect.stringMatching(/^uri: got \["https/)]);
  });

  it('takes as much as in JSON', async () => {
    const large = form({ ...good, filter: ' '.repeat(256 * 1024) });
    expect((await api.call('POST /triggers', large)).status).toBe(413);
    const within = form({ ...good, filter: `{}${' '.repeat(200 * 1024)}` });
    expect((await api.call('POST /triggers', within)).status).toBe(201);
  });
});

describe('PUT /triggers/:id with a form', () => {
  it.each([
    [{ new_uri: 'https://new.example/' }, { uri: 'https://new.example/' }],
    [{ additive: '1' }, { additive: true }],
    [{ filter: 'null' }, { filter: undefined }],
    [{ filter: '{"!":[1]}' }, { filter: { '!': [1] } }],
    [{ payload_template: '' }, { payloadTemplate: undefined }],
  ])('takes %j, and changes nothing else', async (fields, changed) => {
    const before = aTrigger({ id: 'a', filter: { var: 'bytes' }, payloadTemplate: { a: 'b' } });
    await api.plant({ triggers: [before] });
    expect((await api.call('PUT /triggers/a', form(fields))).status).toBe(200);
    const [after] = await api.triggers();
    expect(after).toEqual({ ...before, ...changed, updatedAt: after?.updatedAt });
  });

  it('answers 400 to an empty one, and to two URLs that differ', async () => {
    await api.plant({ triggers: [aTrigger({ id: 'a' })] });
    expect((await api.call('PUT /triggers/a', { body: '', headers: FORM })).code).toBe('missing_attributes');
    const two = form({ uri: 'https://a.example/', new_uri: 'https://b.example/' });
    expect((await api.call('PUT /triggers/a', two)).message).toMatch(/^uri: got "https:\/\/a.example\/"/);
  });
});
