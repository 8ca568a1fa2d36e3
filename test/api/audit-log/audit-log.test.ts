import { composeStores } from '../../../src/app/stores';
import { UnavailableError } from '../../../src/domain/errors';
import { sqlite, type OpenDatabase } from '../../support/databases/databases';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { TestApi } from '../../support/services/test-api';
import { realStores } from '../../support/services/real-stores';
import { plantTenant, type Tenant } from '../support/tenants';

/* Changes over HTTP on the real stores, and what the audit log then tells over HTTP. */

interface Entry {
  readonly action: string;
  readonly subject_id: string;
  readonly product_environment_id: string | null;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly request_id: string | null;
  readonly ip: string | null;
}

interface Page {
  readonly entries: readonly Entry[];
  readonly next_cursor?: string;
}

const api = new TestApi();
let opened: OpenDatabase;
let acme: Tenant;

beforeEach(async () => {
  opened = await sqlite.open();
  acme = await plantTenant(opened.db, 'acme');
  const settings = { trustedProxies: 1, maxNotificationUrls: 30 };
  await api.start(settings, realStores(composeStores(opened.db, someMasterKeys())));
});
afterEach(async () => {
  await api.stop();
  await opened.close();
});

const HEADERS = { 'X-Request-Id': 'request-1', 'X-Forwarded-For': '192.0.2.7' };

function asAdmin(line: string, json?: unknown) {
  const [method, path] = line.split(' ');
  return api.callAbsolute(`${method} /v1_1/acme${path}`, {
    authorization: acme.authorizations.admin,
    headers: HEADERS,
    ...(json !== undefined && { json }),
  });
}

function asOwner(line: string, json?: unknown) {
  const [method, path] = line.split(' ');
  return api.callAbsolute(`${method} /v1_1/provisioning/accounts/${acme.accountId}${path}`, {
    authorization: acme.authorizations.provisioning,
    headers: HEADERS,
    ...(json !== undefined && { json }),
  });
}

/** What was done over HTTP: what the command line did before is left out. */
async function entries(list = asAdmin): Promise<readonly Entry[]> {
  const { json } = await list('GET /audit_log');
  return (json as Page).entries.filter(({ actor }) => actor.kind !== 'command_line');
}

const summaries = async (list = asAdmin) =>
  (await entries(list)).map(({ action, subject_id }) => `${action} ${subject_id}`).sort();

describe('the audit log of a product environment', () => {
  it('tells of every change who made it, from where and by which request', async () => {
    await asAdmin('PUT /triggers/acme-trigger', {
      additive: true,
      new_uri: 'https://a.example/?key=hunter2',
    });
    expect(await entries()).toEqual([
      {
        id: expect.any(String),
        at: expect.any(String),
        action: 'trigger.update',
        product_environment_id: acme.environmentId,
        subject_id: 'acme-trigger',
        actor: { kind: 'access_key', id: acme.apiKey },
        before: expect.objectContaining({ uri: 'https://hooks.acme.example/', additive: false }),
        after: expect.objectContaining({ uri: 'https://a.example/?key=***', additive: true }),
        request_id: 'request-1',
        ip: '192.0.2.7',
      },
    ]);
  });

  it('has triggers, and what was asked of deliveries', async () => {
    const uri = 'https://a.example/';
    const { json: made } = await asAdmin('POST /triggers', { uri, event_type: 'delete' });
    await asAdmin('DELETE /triggers/acme-trigger');
    await asAdmin('POST /deliveries/acme-delivery/retry');
    await asAdmin('POST /deliveries/acme-delivery/cancel');
    expect(await summaries()).toEqual([
      'delivery.cancel acme-delivery',
      'delivery.retry acme-delivery',
      `trigger.create ${(made as { id: string }).id}`,
      'trigger.delete acme-trigger',
    ]);
    const [request] = (await entries()).filter(({ action }) => action === 'delivery.retry');
    expect([request?.before, request?.after]).toEqual([
      { event_id: 'acme-event', uri: 'https://hooks.acme.example/', status: 'pending', attempt_count: 1 },
      null,
    ]);
  });

  it('has nothing of what only reads, publishes, or was refused', async () => {
    await asAdmin('GET /triggers');
    await asAdmin('POST /triggers/acme-trigger/test', {});
    await asAdmin('POST /events', { event_type: 'upload', payload: {} });
    await asAdmin('POST /triggers', { uri: 'https://hooks.acme.example/', event_type: 'upload' });
    await asAdmin('PUT /triggers/gone', { additive: true });
    await asAdmin('DELETE /triggers/gone');
    await asAdmin('POST /deliveries/gone/retry');
    expect(await entries()).toEqual([]);
  });

  it('shows what was asked of a delivery also when Temporal does not answer', async () => {
    api.world.temporalFault = new UnavailableError('Temporal does not answer: try again');
    expect((await asAdmin('POST /deliveries/acme-delivery/retry')).status).toBe(503);
    expect(await summaries()).toEqual(['delivery.retry acme-delivery']);
  });

  it('comes first: Temporal is not asked for what cannot be recorded', async () => {
    await opened.db.schema.renameTable('audit_log', 'lost_log');
    expect((await asAdmin('POST /deliveries/acme-delivery/retry')).status).toBe(500);
    expect((await asAdmin('POST /deliveries/acme-delivery/cancel')).status).toBe(500);
    expect([...api.world.retried, ...api.world.cancelled]).toEqual([]);
  });

  it('is read page by page, the newest first, and by action and time', async () => {
    for (const additive of [true, false, true]) await asAdmin('PUT /triggers/acme-trigger', { additive });
    await asAdmin('DELETE /triggers/acme-trigger');
    const page = async (query: string) => (await asAdmin(`GET /audit_log?${query}`)).json as Page;
    const first = await page('action=trigger.update&max_results=2');
    const second = await page(`action=trigger.update&max_results=2&next_cursor=${first.next_cursor}`);
    expect([first.entries, second.entries].map(({ length }) => length)).toEqual([2, 1]);
    expect(second).not.toHaveProperty('next_cursor');
    const all = await page('action=trigger.update');
    expect([...first.entries, ...second.entries]).toEqual(all.entries);
    const oldest = await page('action=trigger.update&order=oldest_first&max_results=2');
    const rest = `action=trigger.update&order=oldest_first&next_cursor=${oldest.next_cursor}`;
    expect([...oldest.entries, ...(await page(rest)).entries]).toEqual(all.entries.toReversed());
    expect((await page('from=2100-01-01T00:00:00Z')).entries).toEqual([]);
    expect((await page('to=2100-01-01T00:00:00%2B02:00&action=trigger.delete')).entries).toHaveLength(1);
  });

  it('is read by what was changed, and by who changed it', async () => {
    const { json: made } = await asAdmin('POST /triggers', {
      uri: 'https://a.example/',
      event_type: 'delete',
    });
    const { id } = made as { id: string };
    await asAdmin('PUT /triggers/acme-trigger', { additive: true });
    const found = async (query: string, list = asAdmin) =>
      ((await list(`GET /audit_log?${query}`)).json as Page).entries.map(
        ({ subject_id: subject }) => subject,
      );
    expect(await found(`subject_id=${id}`)).toEqual([id]);
    expect(await found(`subject_id=${id}&action=trigger.delete`)).toEqual([]);
    expect(await found(`actor_id=${acme.apiKey}`)).toEqual(['acme-trigger', id]);
    expect(await found(`actor_id=${acme.apiKey}&subject_id=acme-trigger`, asOwner)).toEqual(['acme-trigger']);
    expect(await found('actor_id=nobody')).toEqual([]);
  });

  it.each([
    ['action=trigger.read', /^action: got "trigger.read", expected one of product_environment.create, /],
    ['from=yesterday', /^from: got "yesterday", expected an ISO 8601 date and time/],
    ['subject=1', /^unknown field subject/],
    ['subject_id=', /^subject_id: got "", expected 1 to 255 characters/],
    ['actor_id=a%00b', /^actor_id: got "a.u0000b", expected 1 to 255 characters/],
  ])('answers 400 to "%s"', async (query, message) => {
    const answer = await asAdmin(`GET /audit_log?${query}`);
    expect([answer.status, answer.message]).toEqual([400, expect.stringMatching(message)]);
  });
});

describe('the audit log of an account', () => {
  it('tells of sub-accounts and their access keys, and of what was done in them', async () => {
    const { json } = await asOwner('POST /sub_accounts', { name: 'New', cloud_name: 'new' });
    const made = json as { id: string; api_access_keys: readonly { key: string }[] };
    const [first] = made.api_access_keys;
    const keys = `/sub_accounts/${made.id}/access_keys`;
    const { json: second } = await asOwner(`POST ${keys}`, { name: 'second', role: 'read' });
    const { api_key: key } = second as { api_key: string };
    await asOwner(`PUT ${keys}/${key}`, { role: 'events:publish' });
    await asOwner(`DELETE ${keys}/${key}`);
    await asOwner(`PUT /sub_accounts/${made.id}`, { enabled: false });
    await asAdmin('DELETE /triggers/acme-trigger');
    expect(await summaries(asOwner)).toEqual(
      [
        `product_environment.create ${made.id}`,
        `access_key.create ${first?.key}`,
        `access_key.create ${key}`,
        `access_key.update ${key}`,
        `access_key.delete ${key}`,
        `product_environment.update ${made.id}`,
        'trigger.delete acme-trigger',
      ].sort(),
    );
    const [update] = (await entries(asOwner)).filter(({ action }) => action === 'access_key.update');
    expect(update).toMatchObject({
      product_environment_id: made.id,
      actor: { kind: 'provisioning_key', id: 'acme-provisioning-key' },
      before: { role: 'read' },
      after: { role: 'events:publish' },
      request_id: 'request-1',
      ip: '192.0.2.7',
    });
  });

  it('never shows a secret', async () => {
    await asOwner('POST /sub_accounts', { name: 'New', custom_attributes: { api_token: 'hunter2' } });
    await asOwner(`POST /sub_accounts/${acme.environmentId}/access_keys`, { name: 'second' });
    const { text } = await asOwner('GET /audit_log');
    const { json } = await asOwner(`GET /sub_accounts/${acme.environmentId}/access_keys`);
    const { access_keys: keys } = json as { access_keys: readonly { api_key: string; api_secret: string }[] };
    expect(keys.filter(({ api_key }) => !text.includes(api_key))).toEqual([]);
    expect(keys.filter(({ api_secret }) => text.includes(api_secret))).toEqual([]);
    expect(text).not.toContain('hunter2');
  });
});
