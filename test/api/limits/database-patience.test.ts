import { useStoredApi, type StoredApi } from '../../support/services/stored-api';
import { basic } from '../../support/services/test-api';
import { ENVIRONMENT } from '../../support/builders/an-environment';
import { API_KEY, API_SECRET } from '../../support/builders/an-access-key';

/* A database that never answers, or takes long over each of several statements. */

const MAX_DATABASE_WAIT_MS = 300;

const api = useStoredApi();
const start = (change: Parameters<StoredApi['restart']>[1]) =>
  api.restart({ maxDatabaseWaitMs: MAX_DATABASE_WAIT_MS }, change);

const never = () => new Promise<never>(() => undefined);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const GIVEN_UP = {
  status: 503,
  code: 'unavailable',
  message: 'the database has not answered for 0.3 s: try again; what was asked for may have been done',
};
const CALLER = {
  environmentId: ENVIRONMENT.id,
  cloudName: ENVIRONMENT.cloudName,
  apiKey: API_KEY,
  role: 'admin',
} as const;

describe('a request waits for the database only so long', () => {
  it('to know the caller', async () => {
    await start(() => ({ environments: { authenticate: never } }));
    const answer = await api.call('GET /triggers');
    expect(answer).toMatchObject(GIVEN_UP);
    expect(answer.headers.get('Retry-After')).toBe('5');
  });

  it('to know the account', async () => {
    await start(({ provisioning }) => ({
      provisioning: { ...provisioning, accounts: { authenticate: never } },
    }));
    const authorization = basic('1', '2');
    const line = 'GET /v1_1/provisioning/accounts/a/sub_accounts';
    expect(await api.callAbsolute(line, { authorization })).toMatchObject(GIVEN_UP);
  });

  it('to store an event', async () => {
    await start(() => ({ intake: { publish: never, publishMany: never } }));
    const json = { event_id: 'a', event_type: 'upload', payload: {} };
    expect(await api.call('POST /events', { json })).toMatchObject(GIVEN_UP);
    expect(await api.call('POST /events/batch', { json: { events: [json] } })).toMatchObject(GIVEN_UP);
  });

  it('in all, however many statements it needs', async () => {
    const slowMs = 0.7 * MAX_DATABASE_WAIT_MS;
    await start(({ webhookKeys, triggers }) => ({
      environments: { authenticate: () => pause(slowMs).then(() => CALLER) },
      webhookKeys: {
        ...webhookKeys,
        listPublic: () => pause(slowMs).then(() => []),
      },
      triggers: {
        ...triggers,
        list: () => pause(slowMs).then(() => []),
      },
    }));
    expect((await api.call('GET /webhook_keys')).status).toBe(200);
    expect(await api.call('GET /triggers')).toMatchObject(GIVEN_UP);
  });

  it('and not for a client that is slow', async () => {
    await start(() => ({}));
    const body = new ReadableStream({
      async start(controller) {
        await pause(2 * MAX_DATABASE_WAIT_MS);
        controller.enqueue(
          new TextEncoder().encode('{"event_id": "slow", "event_type": "upload", "payload": {}}'),
        );
        controller.close();
      },
    });
    const { status } = await fetch(`${api.url}/v1_1/${ENVIRONMENT.cloudName}/events`, {
      method: 'POST',
      headers: { Authorization: basic(API_KEY, API_SECRET), 'Content-Type': 'application/json' },
      body,
      duplex: 'half',
    });
    expect(status).toBe(202);
  });
});
