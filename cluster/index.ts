import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Closing, stopRequested } from '../src/app/closing';
import { CONFIG_ENTRIES, readConfig } from '../src/config';
import { createLogger } from '../src/logger';
import { startCluster, type Cluster } from './cluster';
import { findPrograms, findUi } from './find-programs';
import { COMMAND_LINE } from './project-folder';

const USAGE = `usage: npm run cluster

Runs the shape of docker-compose.yml on this machine, without containers: PostgreSQL, a Temporal server on it with its
UI, two APIs and two workers, until Ctrl-C. The settings of the environment hold for the APIs and workers; PORT,
TEMPORAL_PORT and TEMPORAL_UI_PORT are the first API's, Temporal's and its UI's. With DATA_DIR everything is kept in its
folder "cluster"; without, in a temporary folder that is removed at the end.
`;
const COUNT = 2;
const LOOPBACK = '127.0.0.0/8,::1/128';

async function main(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    const isHelp = args.length === 1 && args[0] === '--help';
    process[isHelp ? 'stdout' : 'stderr'].write(isHelp ? USAGE : `error: got ${args.join(' ')}\n\n${USAGE}`);
    return isHelp ? 0 : 2;
  }
  const closing = new Closing(createLogger('error'));
  const stop = stopRequested();
  try {
    const reason = await Promise.race([run(closing), stop.requested]);
    report(`stopping: ${reason}`);
    return 0;
  } finally {
    await closing.closeAll();
    stop.dispose();
  }
}

/** Starts everything, and goes on for ever. */
async function run(closing: Closing): Promise<never> {
  const { env } = process;
  const config = readConfig(env);
  const folder = await dataFolder(env, closing);
  const programs = await findPrograms({ env, report });
  const ui = await findUi({ env, report });
  const cluster = await startCluster({
    folder,
    temporal: { kind: 'server', programs, ...(ui !== undefined && { ui }) },
    apis: COUNT,
    workers: COUNT,
    settings: { ALLOW_CIDRS: LOOPBACK, ...settingsOf(env) },
    env,
    ports: {
      'api-1': config.PORT,
      temporal: config.TEMPORAL_PORT,
      'temporal-ui': config.TEMPORAL_UI_PORT,
    },
    report,
    closing,
  });
  process.stdout.write(await welcome(cluster));
  return new Promise(() => undefined);
}

async function dataFolder({ DATA_DIR }: NodeJS.ProcessEnv, closing: Closing): Promise<string> {
  if (DATA_DIR) {
    const folder = path.resolve(DATA_DIR, 'cluster');
    await mkdir(folder, { recursive: true });
    return folder;
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'webhook-notifications-cluster-'));
  closing.add('folder', () => rm(folder, { recursive: true, force: true }));
  return folder;
}

function settingsOf(env: NodeJS.ProcessEnv): Record<string, string> {
  const given = CONFIG_ENTRIES.map(({ name }) => [name, env[name]] as const);
  return Object.fromEntries(given.filter((entry): entry is [(typeof entry)[0], string] => Boolean(entry[1])));
}

async function welcome({
  folder,
  apiUrls,
  uiUrl,
  temporalAddress,
  databaseUrl,
  settings,
}: Cluster): Promise<string> {
  const file = path.join(folder, 'service.env');
  const lines = Object.entries(settings).map(([name, value]) => `${name}='${value}'\n`);
  await writeFile(file, lines.join(''), { mode: 0o600 });
  const commandLine = path.relative(process.cwd(), COMMAND_LINE);
  return [
    '',
    'Ready.',
    ...apiUrls.map((url) => `  API            ${url}`),
    `  Temporal       ${temporalAddress}`,
    `  Temporal UI    ${uiUrl ?? 'not to be had on this machine'}`,
    `  PostgreSQL     ${databaseUrl}`,
    `  Logs           ${path.join(folder, 'logs')}`,
    'A product environment with its first key:',
    `  (set -a; . ${file}; node ${commandLine} environment create acme-media)`,
    'Ctrl-C ends everything.',
    '',
  ].join('\n');
}

function report(line: string): void {
  process.stderr.write(`${line}\n`);
}

void main(process.argv.slice(2))
  .catch((error: Error) => {
    process.stderr.write(`error: ${error.message}\n`);
    return 1;
  })
  .then((code) => process.exit(code));
