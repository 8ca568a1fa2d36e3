import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { createApp, type ApiDependencies, type ApiSettings } from '../../../src/api/app';
import { createHttpServer } from '../../../src/api/server/http-server';
import { isJsonObject } from '../../../src/domain/json/json-values';
import { ENVIRONMENT } from '../builders/an-environment';
import { contradictions } from './documented';
import { World } from './world';
import type { realStores } from './real-stores';
import { sendWithBody } from './send-with-body';
import { API_KEY, API_SECRET } from '../builders/an-access-key';

type Parts = Pick<ApiDependencies, keyof ReturnType<typeof realStores>> & Partial<ApiDependencies>;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** `undefined` when the answer has no body. */
  readonly json: unknown;
  /** Of the error form; empty for any other body. */
  readonly code: string;
  readonly message: string;
}

interface CallOptions {
  /** Sent as JSON, with its content type. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** `undefined` as a value: none is sent. */
  readonly authorization?: string | undefined;
}

/** Where one server after the other answers. */
interface SharedAddress {
  readonly url: string;
  lead(server: Server | undefined): void;
}

/** The API over a real socket. What is not a store is played by `world`. */
export class TestApi {
  world = new World();
  private server: Server | undefined;
  url = '';

  /** @param address in place of a port that is new with each start. */
  constructor(private readonly address?: SharedAddress) {}

  /** @param parts all that needs a store, and parts in place of those that are played. */
  async start(settings: Partial<ApiSettings> | undefined, parts: Parts): Promise<void> {
    this.world = new World(settings);
    const deps = { ...this.world.dependencies(), ...parts };
    const server = createHttpServer(createApp(deps), deps);
    this.server = server;
    this.address?.lead(server);
    this.url = this.address?.url ?? (await listen(server));
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    this.address?.lead(undefined);
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  }

  /** Calls a path of the product environment, for instance `GET /triggers`. */
  async call(line: string, options: CallOptions = {}): Promise<Answer> {
    const [method, path] = line.split(' ');
    return this.callAbsolute(`${method} /v1_1/${ENVIRONMENT.cloudName}${path}`, options);
  }

  /** Checks, too, that the answer is one that the OpenAPI document has. */
  async callAbsolute(line: string, options: CallOptions = {}): Promise<Answer> {
    const [method, path] = line.split(' ');
    const init = { method: method ?? 'GET', ...toInit(options) };
    const { body } = init;
    const url = `${this.url}${path}`;
    const response =
      init.method === 'GET' && body !== undefined
        ? await sendWithBody(url, { ...init, body })
        : await fetch(url, init);
    const text = await response.text();
    const json: unknown = text === '' ? undefined : JSON.parse(text);
    if (text !== '') expect(contradictions(line, response.status, json)).toEqual([]);
    return { status: response.status, headers: response.headers, text, json, ...errorIn(json) };
  }
}

/** The value of an `Authorization` header. */
export function basic(apiKey: string, apiSecret: string): string {
  return `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`;
}

function errorIn(json: unknown): { code: string; message: string } {
  const error = isJsonObject(json) && isJsonObject(json.error) ? json.error : {};
  return {
    code: typeof error.code === 'string' ? error.code : '',
    message: typeof error.message === 'string' ? error.message : '',
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function toInit(options: CallOptions) {
  const authorization = 'authorization' in options ? options.authorization : basic(API_KEY, API_SECRET);
  const body = 'json' in options ? JSON.stringify(options.json) : options.body;
  const headers = {
    ...(authorization !== undefined && { Authorization: authorization }),
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...options.headers,
  };
  return { headers, ...(body !== undefined && { body }) };
}
