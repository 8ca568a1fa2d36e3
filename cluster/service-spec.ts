import { COMMAND_LINE } from './project-folder';
import type { ProcessSpec } from './process-spec';

export interface ServiceOptions {
  readonly role: 'api' | 'worker';
  /** Of the API. */
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
  readonly env: NodeJS.ProcessEnv;
}

const START_DEADLINE_MS = 60_000;
const VERBOSE_LEVELS = ['trace', 'debug'];
const KEPT_NAMES = ['PATH', 'HOME', 'TMPDIR', 'TZ'];

/** What a worker logs when it takes work. */
const WORKER_IS_UP = /"msg":"worker runs"/;

/** Tells how an API or a worker of docker-compose.yml is started here. */
export function serviceSpec({
  role,
  port,
  settings,
  env,
}: ServiceOptions): Pick<
  ProcessSpec,
  'command' | 'args' | 'env' | 'endSignal' | 'startDeadlineMs' | 'isReady'
> {
  const { LOG_LEVEL: level = 'info' } = settings;
  // That it runs is a line of level info.
  const workerLevel = VERBOSE_LEVELS.includes(level) ? level : 'info';
  return {
    command: process.execPath,
    args: [COMMAND_LINE, role],
    env: {
      ...serviceEnvironment(env),
      ...settings,
      PORT: String(port),
      LOG_LEVEL: role === 'api' ? level : workerLevel,
    },
    endSignal: 'SIGTERM',
    startDeadlineMs: START_DEADLINE_MS,
    isReady: async (printed) =>
      role === 'api' ? (await fetch(`http://127.0.0.1:${port}/healthz`)).ok : WORKER_IS_UP.test(printed),
  };
}

/** What a program needs to run at all, and no setting. */
export function serviceEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(KEPT_NAMES.map((name) => [name, env[name]]));
}
