import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { devServerCli } from '../engines/engines';
import { freePort } from './free-port';
import { waitUntil } from './wait-until';

const CLI = path.resolve(__dirname, '../../../dist/src/cli.js');

interface Credentials {
  readonly cloud_name: string;
  readonly api_key: string;
  readonly api_secret: string;
  readonly account_id: string;
  readonly provisioning_api_key: string;
  readonly provisioning_api_secret: string;
}

export interface ApiAnswer<T> {
  readonly status: number;
  readonly body: T;
}

/** The service as an operator runs it: the built command line in a process of its own, on ports and a folder of its own. */
export class Service {
  /** Of its own, unless `DATA_DIR` names one. */
  readonly dataFolder: string;
  private process: ChildProcess | undefined;
  private output = '';

  private constructor(
    readonly port: number,
    readonly temporalPort: number,
    private readonly settings: Readonly<Record<string, string>>,
  ) {
    this.dataFolder = settings.DATA_DIR ?? mkdtempSync(path.join(tmpdir(), 'webhook-notifications-e2e-'));
  }

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<Service> {
    const service = new Service(await freePort(), await freePort(), settings);
    await service.run();
    return service;
  }

  /** Starts it again on the same folder and ports. */
  async run(): Promise<void> {
    if (!existsSync(CLI)) throw new Error('dist is missing: "npm test" builds it');
    this.output = '';
    const child = spawn(process.execPath, [CLI, 'all'], {
      env: await this.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    await waitUntil('the service is ready', () => this.isReady(child), 60_000).catch((error: Error) => {
      throw new Error(`${error.message}\n${this.output}`);
    });
  }

  private async environment(): Promise<NodeJS.ProcessEnv> {
    return {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: String(this.port),
      DATA_DIR: this.dataFolder,
      TEMPORAL_CLI: devServerCli(),
      TEMPORAL_PORT: String(this.temporalPort),
      TEMPORAL_UI_PORT: String(await freePort()),
      ALLOW_CIDRS: '127.0.0.0/8',
      ...this.settings,
    };
  }

  private isReady(child: ChildProcess): boolean {
    if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}\n${this.output}`);
    return this.output.includes('Ready.');
  }

  get pid(): number {
    return this.process?.pid ?? 0;
  }

  /** All that it printed since it was started. */
  get printed(): string {
    return this.output;
  }

  get credentials(): Credentials {
    return JSON.parse(
      readFileSync(path.join(this.dataFolder, 'demo-credentials.json'), 'utf8'),
    ) as Credentials;
  }

  /** Calls the admin API below `/v1_1/demo` with the demo credentials. */
  async call<T = Record<string, unknown>>(
    method: string,
    resource: string,
    body?: unknown,
  ): Promise<ApiAnswer<T>> {
    const { cloud_name, api_key, api_secret } = this.credentials;
    const authorization = `Basic ${Buffer.from(`${api_key}:${api_secret}`).toString('base64')}`;
    const response = await fetch(`http://127.0.0.1:${this.port}/v1_1/${cloud_name}${resource}`, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  /** Calls the provisioning API, below the path of the account. */
  async callAccount<T = Record<string, unknown>>(
    method: string,
    resource: string,
    body?: unknown,
  ): Promise<ApiAnswer<T>> {
    const { account_id, provisioning_api_key, provisioning_api_secret } = this.credentials;
    const secret = `${provisioning_api_key}:${provisioning_api_secret}`;
    const headers = {
      authorization: `Basic ${Buffer.from(secret).toString('base64')}`,
      'content-type': 'application/json',
    };
    const base = `http://127.0.0.1:${this.port}/v1_1/provisioning/accounts/${account_id}`;
    const response = await fetch(`${base}${resource}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  /** Through the provisioning API, as the account's owner. */
  async setSignatureAlgorithm(algorithm: 'sha1' | 'sha256'): Promise<void> {
    const { body } = await this.callAccount<{ sub_accounts: { id: string }[] }>('GET', '/sub_accounts');
    const line = `/sub_accounts/${body.sub_accounts[0]?.id}`;
    const answer = await this.callAccount('PUT', line, { signature_algorithm: algorithm });
    if (answer.status !== 200) {
      throw new Error(`signature_algorithm could not be set: ${JSON.stringify(answer.body)}`);
    }
  }

  /** @returns the exit code. */
  async signal(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    return child.exitCode;
  }

  /** Ends it and removes its folder. */
  async dispose(): Promise<void> {
    await this.signal('SIGTERM');
    rmSync(this.dataFolder, { recursive: true, force: true });
  }
}
