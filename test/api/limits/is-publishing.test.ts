import { isPublishing } from '../../../src/api/limits/is-publishing';

it.each([
  'POST /v1_1/acme/events',
  'POST /V1_1/acme/Events/',
  'POST /v1_1/acme/operations',
  'POST /v1_1/acme/operations/1/uploaded',
  'POST /v1_1/acme/operations/1/eager_completed/',
  'GET /v1_1/acme/operations/1/response',
])('%s is publishing', (line) => {
  const [method = '', path = ''] = line.split(' ');
  expect(isPublishing(method, path)).toBe(true);
});

it.each([
  'GET /v1_1/acme/events',
  'GET /v1_1/acme/operations/1',
  'POST /v1_1/acme/triggers',
  'POST /v1_1/acme/triggers/events',
  'POST /v1_1/acme/deliveries/1/retry',
  'POST /v1_1/provisioning/accounts/events',
  'DELETE /v1_1/acme/events',
])('%s is not', (line) => {
  const [method = '', path = ''] = line.split(' ');
  expect(isPublishing(method, path)).toBe(false);
});
