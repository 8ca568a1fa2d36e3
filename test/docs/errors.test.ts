import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import Koa from 'koa';
import { errorHandler } from '../../src/api/middleware/error-handler';
import type { RequestState } from '../../src/api/request-state';
import { DomainError, ERROR_CODES, UnavailableError } from '../../src/domain/errors';
import { TestApi } from '../api/support/api';
import { recordingLogger } from '../support/recording-logger';

const PAGE = readFileSync(path.resolve(__dirname, '../../docs/errors.md'), 'utf8');

/** Status by code, as the page shows it. */
const documented = Object.fromEntries(
  [...PAGE.matchAll(/^\| `(\w+)` +\| (\d{3}) +\|/gm)].map(([, code = '', status]) => [code, Number(status)]),
);

/** What the API answers when a route throws this. */
async function answerTo(error: Error): Promise<{ code: string; status: number }> {
  const app = new Koa<RequestState>().use(errorHandler(recordingLogger()));
  app.use(() => {
    throw error;
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
  const { error: body } = (await answer.json()) as { error: { code: string } };
  server.close();
  await once(server, 'close');
  return { code: body.code, status: answer.status };
}

it.each(ERROR_CODES)('%s answers the status that docs/errors.md shows', async (code) => {
  expect(await answerTo(new DomainError(code, 'm'))).toEqual({ code, status: documented[code] });
});

it.each([
  ['internal_error', new Error('m')],
  ['unavailable', new UnavailableError('m')],
])('%s answers the status that docs/errors.md shows', async (code, error) => {
  expect(await answerTo(error)).toEqual({ code, status: documented[code] });
});

it('method_not_allowed answers the status that docs/errors.md shows', async () => {
  const api = new TestApi();
  await api.start();
  const { code, status } = await api.call('DELETE /events');
  await api.stop();
  expect({ code, status }).toEqual({ code: 'method_not_allowed', status: documented.method_not_allowed });
});
