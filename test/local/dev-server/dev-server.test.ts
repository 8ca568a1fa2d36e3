import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';

import { startDevServer, type DevServer } from '../../../src/local/dev-server/dev-server';
import type { DevServerOptions } from '../../../src/local/dev-server/dev-server-process';
import { isPortFree } from '../../../src/local/dev-server/dev-server-process';
import { SEARCH_ATTRIBUTES } from '../../../src/workflows/contract';
import { devServerCli } from '../../support/engines/engines';
import { processesWith } from '../../support/services/all-processes';
import { freePort } from '../../support/services/free-port';
import { waitUntil } from '../../support/services/wait-until';
import { addExecutable, aSandbox, type Sandbox } from '../engines/sandbox';
import { startTypeScript } from '../engines/typescript-process';

let sandbox: Sandbox;
let started: DevServer[];
beforeEach(() => {
  sandbox = aSandbox();
  started = [];
});
afterEach(async () => {
  await Promise.all(started.map((server) => server.stop()));
  sandbox.remove();
});

async function someOptions(changes: Partial<DevServerOptions> = {}): Promise<DevServerOptions> {
  return {
    cli: devServerCli(),
    port: await freePort(),
    uiPort: await freePort(),
    databaseFile: path.join(sandbox.folder, 'data', 'temporal.db'),
    namespace: 'default',
    logFile: path.join(sandbox.folder, 'data', 'temporal.log'),
    env: process.env,
    logger: {
      debug: sandbox.report,
      info: sandbox.report,
      warn: sandbox.report,
      error: sandbox.report,
    },
    onGivenUp: (error) => sandbox.report(`given up: ${error.message}`),
    ...changes,
  };
}

async function start(options: DevServerOptions): Promise<DevServer> {
  const server = await startDevServer(options);
  started.push(server);
  return server;
}

function serverPid({ cli, databaseFile }: DevServerOptions): number | undefined {
  const servers = execFileSync('ps', ['-axww', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  const line = servers.find((args) => args.includes(databaseFile) && args.trim().split(/\s+/)[1] === cli);
  return line === undefined ? undefined : Number.parseInt(line, 10);
}

async function occupy(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

async function withClient<Result>(
  address: string,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  const connection = await Connection.connect({ address });
  try {
    return await use(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

function startSleeper(address: string): Promise<unknown> {
  return withClient(address, (client) =>
    client.workflow.start('sleeper', {
      workflowId: 'sleeper',
      taskQueue: 'nobody-listens',
      typedSearchAttributes: new TypedSearchAttributes(
        Object.values(SEARCH_ATTRIBUTES).map((name) => ({
          key: defineSearchAttributeKey(name, 'KEYWORD'),
          value: 'some',
        })),
      ),
    }),
  );
}

async function sleeperStatus(address: string): Promise<string> {
  return withClient(address, async (client) => {
    const description = await client.workflow.getHandle('sleeper').describe();
    return description.status.name;
  });
}

describe('startDevServer', () => {
  it('answers when it returns: a workflow with our search attributes starts at once', async () => {
    const server = await start(await someOptions());

    await startSleeper(server.address);

    expect(await sleeperStatus(server.address)).toBe('RUNNING');
  });

  it('serves the Web UI', async () => {
    const server = await start(await someOptions());

    const page = await waitUntil('the UI answers', () => fetch(server.uiUrl).catch(() => undefined));
    expect(page.status).toBe(200);
  });

  it('frees its ports and leaves no process when it is stopped', async () => {
    const options = await someOptions();
    const server = await start(options);
    expect(processesWith(options.databaseFile)).not.toEqual([]);

    await server.stop();

    expect(await isPortFree(options.port)).toBe(true);
    expect(await isPortFree(options.uiPort)).toBe(true);
    expect(processesWith(options.databaseFile)).toEqual([]);
  });

  it('keeps the workflows in its database for the next start', async () => {
    const options = await someOptions();
    const first = await start(options);
    await startSleeper(first.address);
    await first.stop();

    const second = await start(options);

    expect(await sleeperStatus(second.address)).toBe('RUNNING');
  });

  it('is started again on the same database when it ends unasked', async () => {
    const options = await someOptions();
    const server = await start(options);
    await startSleeper(server.address);
    const firstPid = serverPid(options);

    process.kill(firstPid ?? NaN, 'SIGKILL');

    await waitUntil('another server runs', () => {
      const pid = serverPid(options);
      return pid !== undefined && pid !== firstPid;
    });
    const status = await waitUntil('it answers', () => sleeperStatus(server.address).catch(() => undefined));
    expect(status).toBe('RUNNING');
    expect(sandbox.reported).toEqual(['the Temporal dev server has ended unasked and is started again']);
  });

  it('leaves no second server beside the next when the watchdog of the first is killed', async () => {
    const options = await someOptions();
    await start(options);
    const first = serverPid(options);
    const watchdog = processesWith(options.databaseFile).find((pid) => pid !== first);

    process.kill(watchdog ?? NaN, 'SIGKILL');

    await waitUntil(
      'the first server is gone',
      () => !processesWith(options.databaseFile).includes(first ?? 0),
    );
    await waitUntil('another server runs', () => serverPid(options));
  });

  it('leaves no process when it is stopped while it starts the server again', async () => {
    const options = await someOptions();
    const server = await start(options);
    const firstPid = serverPid(options) ?? NaN;
    process.kill(firstPid, 'SIGKILL');
    await waitUntil('another server starts', () => {
      const pid = serverPid(options);
      return pid !== undefined && pid !== firstPid;
    });

    await server.stop();

    expect(processesWith(options.databaseFile)).toEqual([]);
  });

  it('gives up when the server fails again and again', async () => {
    const cli = addExecutable(
      path.join(sandbox.folder, 'fragile'),
      `test -e ${sandbox.folder}/broken && exit 1; exec ${devServerCli()} "$@"`,
    );
    const options = await someOptions({ cli });
    await start(options);

    addExecutable(path.join(sandbox.folder, 'broken'), '');
    process.kill(serverPid({ ...options, cli: devServerCli() }) ?? NaN, 'SIGKILL');

    await waitUntil('it gives up', () => sandbox.reported.at(-1)?.startsWith('given up'));
    expect(sandbox.reported.at(-1)).toBe(
      `given up: the Temporal dev server failed 6 times in a row (${options.logFile})`,
    );
  });

  it.each([
    ['the gRPC port', 'port', 'TEMPORAL_PORT'],
    ['the port of the UI', 'uiPort', 'TEMPORAL_UI_PORT'],
  ] as const)('names the setting to change when %s is in use', async (_what, which, setting) => {
    const options = await someOptions();
    const port = options[which];
    const other = await occupy(port);

    await expect(startDevServer(options)).rejects.toThrow(
      `port ${port} is in use by another process: stop that one, or set ${setting} to another port`,
    );
    expect(processesWith(options.databaseFile)).toEqual([]);
    await new Promise((resolve) => other.close(resolve));
  });

  it('refuses a database that another dev server has', async () => {
    const options = await someOptions();
    await start(options);

    const { databaseFile, logFile } = options;
    const log = await waitUntil(
      'the server has said something',
      () => readFileSync(logFile, 'utf8') || undefined,
    );
    const second = await someOptions({ databaseFile, logFile });

    await expect(startDevServer(second)).rejects.toThrow(
      `${options.databaseFile} is in use by another Temporal dev server: stop that one, or set DATA_DIR to another folder`,
    );
    expect(readFileSync(logFile, 'utf8')).toContain(log);
  });

  it('quotes the last words of a server that ends while it starts, in one line', async () => {
    const cli = addExecutable(
      path.join(sandbox.folder, 'broken'),
      'echo reading; echo no such table >&2; exit 3',
    );
    const options = await someOptions({ cli });

    await expect(startDevServer(options)).rejects.toThrow(
      `the Temporal dev server ended while it started: reading | no such table (${options.logFile})`,
    );
  });

  it('writes the output of the server into its log file, which begins anew with each start', async () => {
    const options = await someOptions();
    await (await start(options)).stop();
    await (await start(options)).stop();

    expect(readFileSync(options.logFile, 'utf8').match(/^Server: /gm)).toHaveLength(1);
  });
});

describe('a process that has started a dev server', () => {
  /** Runs `start-and-wait.ts` until its server answers. */
  async function startInAnotherProcess(options: DevServerOptions) {
    const { cli, port, uiPort, databaseFile, logFile } = options;
    const settings = JSON.stringify({ cli, port, uiPort, databaseFile, logFile });
    const parent = startTypeScript(path.join(__dirname, 'start-and-wait.ts'), [settings]);
    const lines: string[] = [];
    if (parent.stdout) createInterface({ input: parent.stdout }).on('line', (line) => lines.push(line));
    await waitUntil('the server of the other process answers', () => lines.includes('answers'));
    return parent;
  }

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('leaves none behind when it gets %s', async (signal) => {
    const options = await someOptions();
    const parent = await startInAnotherProcess(options);

    parent.kill(signal);

    await waitUntil('nothing of it runs', () => processesWith(options.databaseFile).length === 0);
    expect(await isPortFree(options.port)).toBe(true);
  });

  it('makes way for the next one, which waits for the end of its server', async () => {
    const options = await someOptions();
    const parent = await startInAnotherProcess(options);
    parent.kill('SIGKILL');

    const next = await start(options);

    await startSleeper(next.address);
    expect(sandbox.reported).toEqual(['waiting for the Temporal dev server of an earlier run to end']);
  });
});
