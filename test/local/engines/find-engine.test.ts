import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { findDevServerCli, findTestServer } from '../../../src/local/engines/temporal-programs';
import { addExecutable, aSandbox, type Sandbox } from './sandbox';

const TEMPORAL = 'echo temporal version 1.5.1';
const CACHED_CLI = 'temporal-cli-1.5.1/temporal';
const CACHED_TEST_SERVER = 'temporal-test-server-1.39.0/run';

/** Stands in for `go install`: writes what it was asked to build, and how. */
const GO = `printf '#!/bin/sh\\n# %s CGO_ENABLED=%s\\n' "$*" "$CGO_ENABLED" > "$GOBIN/temporal"; chmod 755 "$GOBIN/temporal"`;

/** Stands in for `mvn dependency:copy-dependencies`: makes the folder that it was given. */
const MAVEN = `for word; do case "$word" in -DoutputDirectory=*) mkdir "\${word#*=}"; echo "$*" > "\${word#*=}/a.jar";; esac; done`;

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = aSandbox();
});
afterEach(() => sandbox.remove());

/** Where no download site can be reached: a proxy that refuses every connection. */
function onAClosedNetwork(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const proxy = 'http://127.0.0.1:1';
  return { ...env, http_proxy: proxy, https_proxy: proxy, HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
}

function findCli(env: NodeJS.ProcessEnv = {}): Promise<string> {
  return findDevServerCli({ env: { ...onAClosedNetwork(sandbox.env), ...env }, report: sandbox.report });
}

function findTimeSkipping(env: NodeJS.ProcessEnv = {}): Promise<string> {
  return findTestServer({ env: { ...onAClosedNetwork(sandbox.env), ...env }, report: sandbox.report });
}

describe('findDevServerCli', () => {
  it('takes the executable that TEMPORAL_CLI names before any other', async () => {
    const mine = addExecutable(path.join(sandbox.folder, 'mine'), TEMPORAL);
    sandbox.addCommand('temporal', TEMPORAL);

    expect(await findCli({ TEMPORAL_CLI: mine })).toBe(mine);
    expect(sandbox.reported).toEqual([`Temporal CLI: ${mine} (TEMPORAL_CLI)`]);
  });

  it('refuses a TEMPORAL_CLI that is no executable, instead of taking another', async () => {
    sandbox.addCommand('temporal', TEMPORAL);

    await expect(findCli({ TEMPORAL_CLI: '/no/such/file' })).rejects.toThrow(
      'TEMPORAL_CLI=/no/such/file: expected the path of an executable file',
    );
  });

  it('takes "temporal" from the PATH before the cache', async () => {
    const onPath = sandbox.addCommand('temporal', TEMPORAL);
    addExecutable(path.join(sandbox.cacheFolder, CACHED_CLI), TEMPORAL);

    expect(await findCli()).toBe(onPath);
    expect(sandbox.reported).toEqual([`Temporal CLI: ${onPath} (PATH)`]);
  });

  it('leaves a "temporal" on the PATH alone that is another program', async () => {
    sandbox.addCommand('temporal', 'echo a calendar');
    const cached = addExecutable(path.join(sandbox.cacheFolder, CACHED_CLI), TEMPORAL);

    expect(await findCli()).toBe(cached);
  });

  it('takes the copy in the cache before it builds one', async () => {
    sandbox.addCommand('go', 'echo must not run >&2; exit 1');
    const cached = addExecutable(path.join(sandbox.cacheFolder, CACHED_CLI), TEMPORAL);

    expect(await findCli()).toBe(cached);
    expect(sandbox.reported).toEqual([`Temporal CLI: ${cached} (cache)`]);
  });

  it('keeps the cache below HOME unless WEBHOOKS_CACHE_DIR names another folder', async () => {
    const folder = path.join(sandbox.folder, '.cache', 'webhook-notifications');
    const cached = addExecutable(path.join(folder, CACHED_CLI), TEMPORAL);

    expect(await findCli({ WEBHOOKS_CACHE_DIR: undefined })).toBe(cached);
  });

  it('builds it with Go, without cgo, when the download fails, and finds it in the cache from then on', async () => {
    sandbox.addCommand('go', GO);

    const built = await findCli();

    expect(built).toBe(path.join(sandbox.cacheFolder, CACHED_CLI));
    expect(readFileSync(built, 'utf8')).toContain(
      'install -v -trimpath -ldflags=-s -w github.com/temporalio/cli/cmd/temporal@v1.5.1 CGO_ENABLED=0',
    );
    expect(sandbox.reported.at(-1)).toBe(`Temporal CLI: ${built} (Go)`);

    sandbox.addCommand('go', 'exit 1');
    expect(await findCli()).toBe(built);
    expect(sandbox.reported.at(-1)).toBe(`Temporal CLI: ${built} (cache)`);
  });

  it('says in one message what was tried, why it failed, and what to install', async () => {
    sandbox.addCommand('temporal', 'echo a calendar');
    sandbox.addCommand(
      'go',
      'echo go: downloading a; echo "write /tmp/x: no space left on device" >&2; exit 1',
    );

    const error: unknown = await findCli().catch((reason: unknown) => reason);

    expect(String(error).split('\n')).toEqual([
      'Error: no Temporal CLI could be found or made:',
      '  - TEMPORAL_CLI: not set',
      `  - PATH: ${path.join(sandbox.folder, 'bin', 'temporal')} is not the Temporal CLI`,
      `  - cache: no ${path.join(sandbox.cacheFolder, CACHED_CLI)}`,
      expect.stringMatching(/^ {2}- SDK download: .*failed to download/),
      '  - Go: write /tmp/x: no space left on device',
      expect.stringMatching(/^Install the Temporal CLI .* TEMPORAL_CLI .* Go 1\.25 .* TEMPORAL_ADDRESS /),
    ]);
  });
});

describe('findTestServer', () => {
  it('takes the executable that TEMPORAL_TEST_SERVER names before the cache', async () => {
    const mine = addExecutable(path.join(sandbox.folder, 'mine'), 'exit 0');
    addExecutable(path.join(sandbox.cacheFolder, CACHED_TEST_SERVER), 'exit 0');

    expect(await findTimeSkipping({ TEMPORAL_TEST_SERVER: mine })).toBe(mine);
  });

  it('takes the copy in the cache before it makes one', async () => {
    const cached = addExecutable(path.join(sandbox.cacheFolder, CACHED_TEST_SERVER), 'exit 0');

    expect(await findTimeSkipping()).toBe(cached);
  });

  it('copies its jars with Maven when the download fails, and runs them with Java in the same process', async () => {
    sandbox.addCommand('mvn', MAVEN);
    sandbox.addCommand('java', 'echo $$; echo "$*"');

    const made = await findTimeSkipping();

    expect(made).toBe(path.join(sandbox.cacheFolder, CACHED_TEST_SERVER));
    expect(readFileSync(path.join(path.dirname(made), 'jars', 'a.jar'), 'utf8')).toContain(
      'tools/temporal-test-server/pom.xml dependency:copy-dependencies',
    );
    const run = spawnSync(made, ['7233'], {
      env: { PATH: `${sandbox.env.PATH}:/usr/bin:/bin` },
      encoding: 'utf8',
    });
    expect(run.stdout.split('\n')).toEqual([
      String(run.pid),
      expect.stringMatching(/ -cp .*\/jars\/\* io\.temporal\.testserver\.TestServer 7233$/),
      '',
    ]);
  });

  it('names Maven and Java when it has neither', async () => {
    await expect(findTimeSkipping()).rejects.toThrow(
      /Maven: no "mvn" on the PATH\nInstall Java .* and Maven/,
    );
  });

  it('does not begin with Maven where there is no Java to run the result', async () => {
    sandbox.addCommand('mvn', MAVEN);

    await expect(findTimeSkipping()).rejects.toThrow('Maven: no "java" on the PATH or in JAVA_HOME');
  });

  it('has the version in its cache entry that the POM names', () => {
    const pom = readFileSync(path.join(__dirname, '../../../tools/temporal-test-server/pom.xml'), 'utf8');

    const version = /<artifactId>temporal-test-server<\/artifactId>\s*<version>(.*)<\/version>/.exec(
      pom,
    )?.[1];
    expect(CACHED_TEST_SERVER).toBe(`temporal-test-server-${version}/run`);
  });
});
