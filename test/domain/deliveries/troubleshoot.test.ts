import { ATTEMPT_ERROR_CODES } from '../../../src/domain/deliveries/attempt';
import { CAUSES, troubleshoot, type AttemptTally } from '../../../src/domain/deliveries/troubleshoot';

const seen = {
  uri: 'https://a.example.com/',
  count: 1,
  lastAt: '2026-03-14T09:00:00.000Z',
  lastDeliveryId: 'd1',
};
const attempt = (about: Partial<AttemptTally>): AttemptTally => ({
  ...seen,
  errorCode: undefined,
  httpStatus: undefined,
  slow: 0,
  ...about,
});
const causesOf = (attempts: readonly AttemptTally[]) => {
  const found = troubleshoot({ attempts, fallbacks: [] });
  return CAUSES.filter((cause) => found[cause].length > 0);
};

it.each([
  [400, 'payload_corruption'],
  [422, 'payload_corruption'],
  [401, 'invalid_signature'],
  [403, 'invalid_signature'],
  [404, 'invalid_url'],
  [410, 'invalid_url'],
  [301, 'invalid_url'],
  [308, 'invalid_url'],
  [500, 'other'],
  [204, 'other'],
] as const)('an answer %d points to %s', (httpStatus, cause) => {
  expect(causesOf([attempt({ errorCode: 'http_status', httpStatus })])).toEqual([cause]);
});

it.each([
  ['dns_error', 'invalid_url'],
  ['connection_refused', 'invalid_url'],
  ['connection_failed', 'invalid_url'],
  ['tls_error', 'invalid_url'],
  ['destination_not_allowed', 'invalid_url'],
  ['timeout', 'connection_timeout'],
  ['signing_key_disabled', 'disabled_api_key'],
  ['connection_reset', 'other'],
  ['invalid_response', 'other'],
] as const)('the error %s points to %s', (errorCode, cause) => {
  expect(causesOf([attempt({ errorCode })])).toEqual([cause]);
});

it('no failed attempt is left out', () => {
  for (const errorCode of ATTEMPT_ERROR_CODES) expect(causesOf([attempt({ errorCode })])).toHaveLength(1);
});

it('a success points to nothing', () => {
  expect(causesOf([attempt({ httpStatus: 200, count: 100, slow: 5 })])).toEqual([]);
});

it('a URL is slow when more than 5 % of its answers are, refusals included', () => {
  const attempts = [
    attempt({
      httpStatus: 200,
      count: 90,
      slow: 4,
      lastAt: '2026-03-14T09:00:01.000Z',
      lastDeliveryId: 'd2',
    }),
    attempt({ httpStatus: 500, errorCode: 'http_status', count: 10, slow: 2 }),
    attempt({ errorCode: 'timeout', count: 1, slow: 1, uri: 'https://b.example.com/' }),
  ];
  expect(troubleshoot({ attempts, fallbacks: [] }).connection_timeout).toEqual([
    { ...seen, kind: 'slow_answers', count: 6, lastAt: '2026-03-14T09:00:01.000Z', lastDeliveryId: 'd2' },
    expect.objectContaining({ kind: 'error', errorCode: 'timeout' }),
  ]);
});

it('a template that fell back points to the payload, and the newest evidence comes first', () => {
  const later = '2026-03-14T10:00:00.000Z';
  const found = troubleshoot({
    attempts: [attempt({ errorCode: 'http_status', httpStatus: 422, lastAt: later })],
    fallbacks: [{ ...seen, reason: 'too long' }],
  });
  expect(found.payload_corruption.map(({ kind, reason }) => [kind, reason])).toEqual([
    ['http_status', undefined],
    ['template_fallback', 'too long'],
  ]);
});
