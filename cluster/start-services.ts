import { lastLine, runCommand } from '../src/local/engines/run-command';
import type { ClusterOptions, Link } from './cluster-options';
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
  await migrate({ ...serviceEnvironment(env), ...settings(postgresPort, temporalPort) });
  const start = async (role: 'api' | 'worker', number: number) => {
    const name = `${role}-${number}`;
    const port = await starter.portOf(name);
    const connected = settings(
      await through({ from: name, to: 'postgres', port: postgresPort }),
      await through({ from: name, to: 'temporal', port: temporalPort }),
    );
    await starter.start(name, serviceSpec({ role, port, settings: connected, env }));
    return `http://127.0.0.1:${port}`;
  };
  const apiUrls: string[] = [];
  for (let number = 1; number <= options.apis; number++) apiUrls.push(await start('api', number));
  for (let number = 1; number <= options.workers; number++) await start('worker', number);
  return apiUrls;
}

async function directly({ port }: Link): Promise<number> {
  return port;
}

async function migrate(env: NodeJS.ProcessEnv): Promise<void> {
  const result = await runCommand(process.execPath, [COMMAND_LINE, 'migrate', 'up'], { env });
  if (result.exitCode !== 0) throw new Error(`migrate up: ${lastLine(result)}`);
}
