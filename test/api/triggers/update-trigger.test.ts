import type { Trigger } from '../../../src/domain/triggers/trigger';
import { aTrigger } from '../../support/builders/a-trigger';
import { NOW } from '../../support/builders/a-clock';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();

const before = aTrigger({
  id: 'a',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  filter: { var: 'bytes' },
  payloadTemplate: { id: '{{asset.public_id}}' },
});

describe('PUT /triggers/:id', () => {
  it.each<[object, Partial<Trigger>]>([
    [{ new_uri: 'https://new.example' }, { uri: 'https://new.example/' }],
    [{ uri: 'https://new.example' }, { uri: 'https://new.example/' }],
    [{ uri: 'https://new.example', new_uri: 'https://new.example/' }, { uri: 'https://new.example/' }],
    [{ additive: true }, { additive: true }],
    [{ auth_scheme: 'legacy_hmac' }, { authScheme: 'legacy_hmac' }],
    [{ success_statuses: '2xx' }, { successStatuses: '2xx' }],
    [{ success_statuses: '200' }, { successStatuses: '200' }],
    [{ filter: { '!': [1] }, filter_language: 'jsonlogic' }, { filter: { '!': [1] } }],
    [{ filter: {} }, { filter: undefined }],
    [{ filter: null }, { filter: undefined }],
    [{ payload_template: '{"a":"b"}' }, { payloadTemplate: { a: 'b' } }],
    [{ payload_template: '' }, { payloadTemplate: undefined }],
    [{ payload_template: {} }, { payloadTemplate: undefined }],
    [{ payload_template: null }, { payloadTemplate: undefined }],
    [{ uri: 'https://new.example', event_type: 'upload' }, { uri: 'https://new.example/' }],
  ])('takes %j and changes that and the time of the update, nothing else', async (json, changed) => {
    await api.plant({ triggers: [before] });
    const answer = await api.call('PUT /triggers/a', { json });
    expect(answer.status).toBe(200);
    expect(await api.triggers()).toEqual([{ ...before, ...changed, updatedAt: NOW }]);
  });

  it('answers both as the official clients and as the documentation say: ok, and the trigger', async () => {
    await api.plant({ triggers: [aTrigger({ id: 'a', createdAt: before.createdAt })] });
    const answer = await api.call('PUT /triggers/a', { json: { additive: true } });
    expect(answer.json).toEqual({
      message: 'ok',
      id: 'a',
      product_environment_id: before.environmentId,
      uri_type: 'webhook',
      uri: before.uri,
      event_type: 'upload',
      created_at: '2026-01-01T00:00:00+00:00',
      updated_at: '2026-03-14T09:26:53+00:00',
      additive: true,
      auth_scheme: 'default',
      success_statuses: '200',
    });
  });

  it.each([[{}], [{ event_type: 'upload' }], [{ filter_language: 'jsonlogic' }], [undefined]])(
    'answers 400 missing_attributes to %j, which changes nothing',
    async (json) => {
      await api.plant({ triggers: [before] });
      const answer = await api.call('PUT /triggers/a', json ? { json } : {});
      expect([answer.status, answer.code]).toEqual([400, 'missing_attributes']);
      expect(answer.message).toBe(
        `missing_attributes: got ${JSON.stringify(json ?? {})}, expected one or more of new_uri (or uri), additive, auth_scheme, success_statuses, filter, payload_template`,
      );
      expect(await api.triggers()).toEqual([before]);
    },
  );

  it.each([
    [
      { event_type: 'eager' },
      'invalid_request',
      /^event_type: got "eager", expected "upload": the event type of a trigger cannot change$/,
    ],
    [
      { id: 'b' },
      'invalid_request',
      /^unknown field id: got "b", expected only known fields: new_uri, uri, event_type, /,
    ],
    [
      { uri_type: 'sns' },
      'invalid_request',
      /^uri_type: got "sns", expected "webhook": the type of a trigger.s URL cannot change$/,
    ],
    [{ uri_type: 'webhook' }, 'missing_attributes', /^missing_attributes: got {"uri_type":"webhook"}, /],
    [
      { new_uri: null },
      'invalid_request',
      /^new_uri: got null, expected an http or https URL, or poll:\/\/ and a channel$/,
    ],
    [{ new_uri: 'ftp://a.example' }, 'invalid_url', /^new_uri: got "ftp:\/\/a.example", expected/],
    [{ uri: 'http://10.0.0.1/' }, 'destination_not_allowed', /^uri: got http:\/\/10.0.0.1\/, expected/],
    [
      { new_uri: 'https://a.example', uri: 'https://b.example' },
      'invalid_request',
      /^uri: got "https:\/\/b.example", expected the URL of new_uri, of which it is another name$/,
    ],
    [{ additive: 'yes' }, 'invalid_request', /^additive: got "yes", expected true or false$/],
    [
      { auth_scheme: 'v3' },
      'invalid_request',
      /^auth_scheme: got "v3", expected one of default, legacy_hmac, eddsa_v2$/,
    ],
    [
      { success_statuses: null },
      'invalid_request',
      /^success_statuses: got null, expected one of the texts "200", "2xx"$/,
    ],
    [{ filter: { frob: [1] } }, 'invalid_filter', /frob/],
    [{ filter: '' }, 'invalid_filter', /^filter is ""; expected a JSONLogic object/],
    [{ payload_template: '{{' }, 'invalid_payload_template', /payload_template/],
    [
      { payload_template: '{"a":1e999}' },
      'invalid_payload_template',
      /^payload_template at \/a is a number beyond 9007199254740991; expected one that JSON keeps exactly/,
    ],
  ])('answers 400 to %j and changes nothing', async (json, code, message) => {
    await api.plant({ triggers: [before] });
    const answer = await api.call('PUT /triggers/a', { json });
    expect([answer.status, answer.code]).toEqual([400, code]);
    expect(answer.message).toMatch(message);
    expect(await api.triggers()).toEqual([before]);
  });

  it.each(['webhook', null])(
    'takes uri_type %j from a client that repeats what it knows',
    async (uri_type) => {
      await api.plant({ triggers: [before] });
      const answer = await api.call('PUT /triggers/a', { json: { uri_type, additive: !before.additive } });
      expect([answer.status, answer.json]).toMatchObject([
        200,
        { uri_type: 'webhook', additive: !before.additive },
      ]);
    },
  );

  it('takes a body of 256 KiB, and none beyond', async () => {
    await api.plant({ triggers: [before] });
    const bodyOf = (bytes: number) => '{"additive":true}'.padEnd(bytes);
    expect((await api.call('PUT /triggers/a', { body: bodyOf(256 * 1024) })).status).toBe(200);
    const beyond = await api.call('PUT /triggers/a', { body: bodyOf(256 * 1024 + 1) });
    expect([beyond.status, beyond.code]).toEqual([413, 'payload_too_large']);
  });

  it('answers 409 when the new URL makes two triggers the same', async () => {
    await api.plant({ triggers: [before, aTrigger({ id: 'b', uri: 'https://taken.example/' })] });
    const answer = await api.call('PUT /triggers/a', { json: { new_uri: 'https://taken.example' } });
    expect([answer.status, answer.code]).toEqual([409, 'already_exists']);
    expect((await api.triggers())[0]).toEqual(before);
  });
});
