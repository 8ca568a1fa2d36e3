import { lastLine, runCommand } from '../src/local/engines/run-command';
import type { ClusterOptions, Link } from './cluster';
import { COMMAND_LINE } from './project-folder';
import type { ProcessStarter } from './process-starter';
import { serviceEnvironment, serviceSpec } from './service-spec';

export interface Servers {
  readonly postgresPort: number;
  readonly temporalPort: number;
  /** Settings with which a process works that is connected to servers at these ports. */
  settings(postgresPort: number, temporalPort: number): Readonly<Record<string, string>>;
}

/** Migrates the database, and starts the APIs and then the workers. @returns addresses of the APIs. */
export async function startServices(
  starter: ProcessStarter,
  options: ClusterOptions,
  { postgresPort, temporalPort, settings }: Servers,
): Promise<readonly string[]> {
  const { env, report, through = directly } = options;
  report('migrating the database');
  await migrate(settings(postgresPort, temporalPort), env);
  const start = async (role: 'api' | 'worker', number: number) => {
    const from = `${role}-${number}`;
    const connected = settings(
      await through({ from, to: 'postgres', port: postgresPort }),
      await through({ from, to: 'temporal', port: temporalPort }),
    );
    return startService(starter, { role, number, settings: connected, env });
  };
  const apiUrls: string[] = [];
  for (let number = 1; number <= options.apis; number++) apiUrls.push(await start('api', number));
  for (let number = 1; number <= options.workers; number++) await start('worker', number);
  return apiUrls;
}

async function directly({ port }: Link): Promise<number> {
  return port;
}

interface StartedService {
  readonly role: 'api' | 'worker';
  /** 1-based among those of its role. */
  readonly number: number;
  readonly settings: Readonly<Record<string, string>>;
  readonly env: NodeJS.ProcessEnv;
}

/** Starts one API or worker. @returns its address. */
export async function startService(
  starter: ProcessStarter,
  { role, number, settings, env }: StartedService,
): Promise<string> {
  const name = `${role}-${number}`;
  const port = await starter.portOf(name);
  await starter.start(name, serviceSpec({ role, port, settings, env }));
  return `http://127.0.0.1:${port}`;
}

/** Runs the command "migrate up". @throws Error with its last words when it fails. */
export async function migrate(
  settings: Readonly<Record<string, string>>,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const result = await runCommand(process.execPath, [COMMAND_LINE, 'migrate', 'up'], {
    env: { ...serviceEnvironment(env), ...settings },
  });
  if (result.exitCode !== 0) throw new Error(`migrate up: ${lastLine(result)}`);
}
