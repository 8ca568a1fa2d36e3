import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();
afterEach(async () => expect(await api.triggers()).toEqual([]));

const good = { uri: 'https://a.example/', event_type: 'upload' };
const longText = 'x'.repeat(300);

describe('POST /triggers answers 400, names field, value and expectation, and stores nothing, when', () => {
  it.each([
    ['the URL is missing', { event_type: 'upload' }, 'uri: got nothing, expected an http or https URL'],
    ['the URL is null', { ...good, uri: null }, 'uri: got null, expected an http or https URL'],
    ['the URL is a number', { ...good, uri: 7 }, 'uri: got 7, expected an http or https URL'],
    [
      'the event type is missing',
      { uri: good.uri },
      'event_type: got nothing, expected all, or one of the event types: ',
    ],
    [
      'the event type is unknown',
      { ...good, event_type: 'Upload' },
      'event_type: got "Upload", expected all, or one of',
    ],
    [
      'the event type is null',
      { ...good, event_type: null },
      'event_type: got null, expected all, or one of',
    ],
    [
      'the destination is a flow',
      { ...good, uri_type: 'flow' },
      'uri_type: got "flow", expected one of webhook, poll',
    ],
    ['additive is text', { ...good, additive: 'true' }, 'additive: got "true", expected true or false'],
    ['additive is null', { ...good, additive: null }, 'additive: got null, expected true or false'],
    [
      'the scheme is unknown',
      { ...good, auth_scheme: 'hmac' },
      'auth_scheme: got "hmac", expected one of default, legacy_hmac, eddsa_v2',
    ],
    [
      'the statuses are a number',
      { ...good, success_statuses: 200 },
      'success_statuses: got 200, expected one of the texts "200", "2xx"',
    ],
    [
      'the statuses are others than can be chosen',
      { ...good, success_statuses: '204' },
      'success_statuses: got "204", expected one of the texts "200", "2xx"',
    ],
    [
      'the filter language is unknown',
      { ...good, filter_language: 'cel' },
      'filter_language: got "cel", expected "jsonlogic", the only filter language',
    ],
    [
      'a field is unknown',
      { ...good, url: 'https://b.example/' },
      'unknown field url: got "https://b.example/", expected only known fields: uri, event_type, uri_type, additive, auth_scheme, success_statuses, filter, filter_language, payload_template',
    ],
    [
      'a value is long',
      { ...good, additive: longText },
      `additive: got "${'x'.repeat(98)}…, expected true or false`,
    ],
  ])('%s', async (_case, json, message) => {
    const answer = await api.call('POST /triggers', { json });
    expect([answer.status, answer.code]).toEqual([400, 'invalid_request']);
    expect(answer.message.slice(0, message.length)).toBe(message);
  });

  it.each([
    [
      'the URL is of another scheme',
      { ...good, uri: 'ftp://a.example' },
      'invalid_url',
      /^uri: got "ftp:\/\/a.example"/,
    ],
    [
      'the URL is private',
      { ...good, uri: 'http://10.1.2.3/' },
      'destination_not_allowed',
      /^uri: got http:\/\/10.1.2.3\//,
    ],
    ['the filter is text', { ...good, filter: 'a == b' }, 'invalid_filter', /^filter.*"a == b"/],
    ['an operator is unknown', { ...good, filter: { frob: [1] } }, 'invalid_filter', /^filter.*frob/],
    [
      'the template is an array',
      { ...good, payload_template: [1] },
      'invalid_payload_template',
      /^payload_template/,
    ],
    [
      'the template is text, not JSON',
      { ...good, payload_template: '{' },
      'invalid_payload_template',
      /^payload_template/,
    ],
    [
      'a namespace is unknown',
      { ...good, payload_template: { a: '{{frob.x}}' } },
      'invalid_payload_template',
      /frob/,
    ],
  ])('%s', async (_case, json, code, message) => {
    const answer = await api.call('POST /triggers', { json });
    expect([answer.status, answer.code]).toEqual([400, code]);
    expect(answer.message).toMatch(message);
  });

  it('several things are wrong: all are listed', async () => {
    const json = {
      uri: 'poll://',
      event_type: 'nothing',
      uri_type: 'flow',
      auth_scheme: 1,
      filter: { frob: [] },
      payload_template: 3,
      frobnicate: {},
    };
    const answer = await api.call('POST /triggers', { json });
    expect([answer.status, answer.code]).toEqual([400, 'invalid_request']);
    for (const field of ['uri', 'event_type', 'uri_type', 'auth_scheme', 'filter', 'payload_template']) {
      expect(answer.message).toMatch(new RegExp(`(^|; )${field}\\b`));
    }
    expect(answer.message).toContain('unknown field frobnicate: got {}');
    expect(answer.message).toContain('uri_type: got "flow", expected one of webhook, poll');
  });
});
