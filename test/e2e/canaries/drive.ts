import { setTimeout as pause } from 'node:timers/promises';
import type { Receiver } from '../../support/receivers/receiver';
import type { Service } from '../../support/services/service';
import { waitUntil } from '../../support/services/wait-until';
import type { Planted } from './planted';
import type { Asked, RecordingApi } from './recording-api';

/** Makes use of every feature once. */
export class Drive {
  private readonly base = '/v1_1/demo';

  constructor(
    private readonly service: Service,
    private readonly api: RecordingApi,
    private readonly receiver: Receiver,
    private readonly planted: Planted,
    private readonly marker: string,
  ) {}

  async everything(): Promise<void> {
    await this.publicRoutes();
    await this.provisioning();
    await this.triggers();
    await this.events();
    await this.failingReceiver();
    await this.operations();
    await this.failedLogins();
    await this.refusedBodies();
    await this.brokenHttp();
  }

  /** A URL with a token in its query. */
  url(path: string): string {
    return `${new URL(path, this.receiver.url).href}?token=${this.planted.urlToken}`;
  }

  call(line: string, status: number, asked: Asked = {}) {
    const { api_key, api_secret } = this.service.credentials;
    const [method, path] = line.split(' ');
    return this.api.call(`${method} ${this.base}${path}`, status, {
      as: `${api_key}:${api_secret}`,
      ...asked,
    });
  }

  provision(line: string, status: number, asked: Asked = {}) {
    const {
      account_id,
      provisioning_api_key: key,
      provisioning_api_secret: secret,
    } = this.service.credentials;
    const [method, path] = line.split(' ');
    const target = `/v1_1/provisioning/accounts/${account_id}${path}`;
    return this.api.call(`${method} ${target}`, status, { as: `${key}:${secret}`, ...asked });
  }

  private async publicRoutes(): Promise<void> {
    for (const path of ['/healthz', '/readyz', '/openapi.json', `${this.base}/webhook_keys`]) {
      await this.api.call(`GET ${path}`, 200);
    }
    await this.api.call('GET /nothing', 404);
  }

  private async provisioning(): Promise<void> {
    const { marker } = this;
    const { id } = await this.provision('POST /sub_accounts', 200, {
      json: { name: marker, cloud_name: 'made' },
    });
    await this.provision('POST /sub_accounts', 409, { json: { name: marker, cloud_name: 'made' } });
    await this.provision('GET /sub_accounts', 200);
    await this.provision(`GET /sub_accounts/${String(id)}`, 200);
    await this.provision(`PUT /sub_accounts/${String(id)}`, 200, { json: { signature_algorithm: 'sha256' } });
    const keys = `/sub_accounts/${String(id)}/access_keys`;
    for (const name of ['one', 'two']) await this.provision(`POST ${keys}`, 200, { json: { name } });
    await this.provision(`POST ${keys}`, 409, { json: { name: 'one' } });
    const { api_key } = await this.provision(`POST ${keys}`, 200, { json: { name: 'three' } });
    await this.provision(`PUT ${keys}/${String(api_key)}`, 200, { json: { dedicated_for: 'webhooks' } });
    await this.provision(`PUT ${keys}/${String(api_key)}`, 409, { json: { name: 'one' } });
    await this.provision(`DELETE ${keys}?name=two`, 200);
    await this.provision(`DELETE ${keys}/${String(api_key)}`, 200);
    await this.provision(`GET ${keys}`, 200);
    await this.provision('GET /audit_log', 200);
  }

  private async triggers(): Promise<void> {
    const { contentText } = this.planted;
    const filter = { '!=': [{ var: 'public_id' }, contentText] };
    const payload_template = { text: contentText, id: '{{raw.public_id}}' };
    const created = { uri: this.url('/templated'), event_type: 'rename', filter, payload_template };
    const { id } = await this.call('POST /triggers', 201, { json: { ...created, auth_scheme: 'eddsa_v2' } });
    await this.call('POST /triggers', 409, { json: created });
    const other = await this.call('POST /triggers', 201, {
      json: { uri: this.url('/other'), event_type: 'all' },
    });
    await this.call(`PUT /triggers/${String(other.id)}`, 200, { json: { new_uri: this.url('/changed') } });
    await this.call('GET /triggers', 200);
    await this.call(`GET /triggers/${String(id)}`, 200);
    await this.call(`POST /triggers/${String(id)}/test`, 200, {
      json: { sample_data: { public_id: contentText } },
    });
    await this.call(`DELETE /triggers/${String(other.id)}`, 200);
    await this.call('GET /audit_log', 200);
  }

  /** Publishes one and waits until it is dispatched. @returns its only delivery. */
  async publish(event_id: string, about: object): Promise<string> {
    const payload = { public_id: `${this.marker} ${this.planted.contentText}` };
    await this.call('POST /events', 202, { json: { event_id, event_type: 'upload', payload, ...about } });
    return waitUntil(`${event_id} is dispatched`, async () => {
      const { deliveries } = await this.call(`GET /events/${event_id}`, 200);
      const [delivery] = deliveries as readonly { readonly id: string }[];
      return delivery?.id;
    });
  }

  /** Waits until the last attempt of a delivery has left it in a state. */
  async waitForDelivery(id: string, expected: { status: string; attempt_count: number }): Promise<void> {
    await waitUntil(`the delivery is ${JSON.stringify(expected)}`, async () => {
      const { status, attempt_count } = await this.call(`GET /deliveries/${id}`, 200);
      return status === expected.status && attempt_count === expected.attempt_count;
    });
  }

  private async events(): Promise<void> {
    const { marker } = this;
    const explicit = await this.publish(marker, { request: { notification_url: this.url('/explicit') } });
    await this.waitForDelivery(explicit, { status: 'delivered', attempt_count: 1 });
    await this.call('POST /events', 409, { json: { event_id: marker, event_type: 'upload', payload: {} } });
    const templated = await this.publish('templated', { event_type: 'rename' });
    await this.waitForDelivery(templated, { status: 'delivered', attempt_count: 1 });
    await this.call('GET /events', 200);
    await this.call(`GET /deliveries?destination=${encodeURIComponent(this.url('/explicit'))}`, 200);
  }

  /** Of three attempts the second comes by itself; the third has to be asked for. */
  private async failingReceiver(): Promise<void> {
    // By a name that is refused as soon as loopback addresses are.
    const byName = { notification_url: this.url('/refuse').replace('127.0.0.1', 'localhost') };
    const failing = await this.publish('failing', { request: byName });
    const cancelled = await this.publish('cancelled', { request: { notification_url: this.url('/refuse') } });
    for (const id of [failing, cancelled])
      await this.waitForDelivery(id, { status: 'pending', attempt_count: 2 });
    await this.call(`POST /deliveries/${cancelled}/cancel`, 200);
    await this.waitForDelivery(cancelled, { status: 'cancelled', attempt_count: 2 });
    await this.call(`POST /deliveries/${cancelled}/cancel`, 409);
    await this.call(`POST /deliveries/${failing}/retry`, 200);
    await this.waitForDelivery(failing, { status: 'failed', attempt_count: 3 });
    await this.call('GET /deliveries?status=failed', 200);
  }

  private async operations(): Promise<void> {
    const request = {
      notification_url: this.url('/uploaded'),
      eager_notification_url: this.url('/eager'),
      eager: 'c_pad',
      eager_async: true,
    };
    const { contentText } = this.planted;
    for (const operation_id of ['done', 'failed']) {
      await this.call('POST /operations', 201, { json: { method: 'upload', operation_id, request } });
    }
    await this.call('POST /operations/done/uploaded', 200, { json: { payload: { public_id: contentText } } });
    await this.call('POST /operations/done/eager_completed', 200, {
      json: { eager: [{ transformation: 'c_pad' }] },
    });
    await this.call('POST /operations/failed/failed', 200, { json: { error: { message: contentText } } });
    await this.call('GET /operations/done/response?wait_seconds=10', 200);
    await waitUntil('the operation is told', async () =>
      this.receiver.requests.some(({ path }) => path.startsWith('/eager')),
    );
    await this.call('GET /operations/done', 200);
    await this.call('GET /operations/failed', 200);
  }

  /** Fewer than are needed to block an address. */
  private async failedLogins(): Promise<void> {
    const [one = '', two = '', three = ''] = this.planted.wrongSecrets;
    await this.call('GET /triggers', 401, { as: `${this.service.credentials.api_key}:${one}` });
    await this.provision('GET /sub_accounts', 401, {
      as: `${this.service.credentials.provisioning_api_key}:${two}`,
    });
    await this.call('GET /triggers', 401, {
      headers: { Authorization: `Bearer ${encodeURIComponent(three)}` },
    });
    // Right ones, in the wrong place.
    const { api_key, api_secret } = this.service.credentials;
    await this.api.call('GET /v1_1/made/triggers', 401, { as: `${api_key}:${api_secret}` });
  }

  private async refusedBodies(): Promise<void> {
    const [json = '', unknown = '', filter = '', template = '', type = '', form = '', value = '', utf8 = ''] =
      this.planted.refusedTexts;
    const uri = this.url('/never');
    const trigger = { uri, event_type: 'upload' };
    await this.call('POST /events', 400, {
      body: `{"event_type":"upload","payload":{"a":${JSON.stringify(json)}`,
    });
    await this.call('POST /events', 400, { json: { event_type: 'upload', payload: {}, [unknown]: unknown } });
    await this.call('POST /triggers', 400, { json: { ...trigger, filter: { [filter]: [filter] } } });
    await this.call('POST /triggers', 400, {
      json: { ...trigger, payload_template: { a: `{{${template}}}` } },
    });
    await this.call('POST /triggers', 400, { json: { uri, event_type: type } });
    await this.call('POST /triggers', 415, { body: form, headers: { 'Content-Type': 'text/plain' } });
    await this.call('POST /events', 400, { json: { event_type: 'upload', payload: value } });
    await this.call('POST /events', 400, {
      body: Buffer.concat([Buffer.from(`{"a":"${utf8}`), Buffer.from([0xff])]),
    });
    const { userInfo } = this.planted;
    const withUser = `https://${userInfo}:${userInfo}@example.com/?token=${this.planted.urlToken}`;
    await this.call('POST /triggers', 400, { json: { uri: withUser, event_type: 'upload' } });
  }

  /** What never becomes a request, or breaks off in the middle of one. */
  private async brokenHttp(): Promise<void> {
    const { api_key, api_secret } = this.service.credentials;
    const authorization = `Authorization: Basic ${Buffer.from(`${api_key}:${api_secret}`).toString('base64')}`;
    const head = `POST ${this.base}/events HTTP/1.1\r\nHost: x\r\n${authorization}\r\nContent-Type: application/json\r\n`;
    await this.api.sendRaw(
      'cut off',
      `${head}Content-Length: 1000\r\n\r\n{"payload":"${this.planted.contentText}`,
    );
    await this.api.sendRaw(
      'bad chunk',
      `${head}Transfer-Encoding: chunked\r\n\r\nno chunk ${this.planted.contentText}`,
    );
    await this.api.sendRaw('too long', `${head}X: ${this.planted.contentText.repeat(400)}\r\n\r\n`);
    await this.api.sendRaw('malformed', `${head}no header ${this.planted.contentText}\r\n\r\n`);
    await pause(50);
  }
}
