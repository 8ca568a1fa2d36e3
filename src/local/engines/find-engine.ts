import { mkdir, mkdtemp, readdir, rename, rm, open, stat, utimes } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isExecutable, findOnPath, runCommand, type Report } from './run-command';

/** One way to come by an engine. */
export interface EngineStep {
  /** How the step is called in reports, such as "cache". */
  readonly name: string;
  find(): Promise<EngineStepResult> | EngineStepResult;
}

/** The absolute path of the executable, or the reason why this step has none. */
type EngineStepResult = { readonly path: string } | { readonly reason: string };

interface EngineSearch {
  /** What is looked for, such as "Temporal CLI". */
  readonly engine: string;
  readonly steps: readonly EngineStep[];
  /** What to install when nothing is found: whole sentences. */
  readonly advice: string;
  readonly report: Report;
}

/**
 * Takes the steps in their order until one has the engine, and reports which.
 *
 * @returns the absolute path of the executable.
 * @throws an Error that lists every step with its reason, and the advice.
 */
export async function findEngine({ engine, steps, advice, report }: EngineSearch): Promise<string> {
  const reasons: string[] = [];
  for (const step of steps) {
    const { name } = step;
    const result = await step.find();
    if ('path' in result) {
      report(`${engine}: ${result.path} (${name})`);
      return result.path;
    }
    reasons.push(`  - ${name}: ${result.reason}`);
  }
  throw new Error([`no ${engine} could be found or made:`, ...reasons, advice].join('\n'));
}

/**
 * Takes the executable that an environment variable names. A path that leads nowhere is an error
 * and not a reason to go on: who names an executable does not want another one.
 */
export function configuredStep(variable: string, env: NodeJS.ProcessEnv): EngineStep {
  return {
    name: variable,
    find() {
      const configured = env[variable];
      if (!configured) return { reason: 'not set' };
      const file = path.resolve(configured);
      if (isExecutable(file)) return { path: file };
      throw new Error(`${variable}=${configured}: expected the path of an executable file`);
    },
  };
}

/** Takes `temporal` from the `PATH`, if it says that it is the Temporal CLI. */
export function pathStep(env: NodeJS.ProcessEnv): EngineStep {
  return {
    name: 'PATH',
    async find() {
      const file = findOnPath('temporal', env);
      if (file === undefined) return { reason: 'no "temporal" on it' };
      const result = await runCommand(file, ['--version'], { env });
      const isTemporalCli = result.exitCode === 0 && result.output.startsWith('temporal version');
      return isTemporalCli ? { path: file } : { reason: `${file} is not the Temporal CLI` };
    },
  };
}

/** Where in the cache an engine is kept: `<cacheFolder>/<entry>/<executable>`. */
export interface CachedEngine {
  readonly cacheFolder: string;
  /** Name and version, such as `temporal-cli-1.5.1`. */
  readonly entry: string;
  /** Path of the executable within the entry. */
  readonly executable: string;
  readonly report: Report;
}

/** Takes the copy that an earlier run has left in the cache folder. */
export function cacheStep(engine: CachedEngine): EngineStep {
  const file = path.join(engine.cacheFolder, engine.entry, engine.executable);
  return {
    name: 'cache',
    find: () => (isExecutable(file) ? { path: file } : { reason: `no ${file}` }),
  };
}

/** The folder that keeps engines between runs: `WEBHOOKS_CACHE_DIR`, or one in the user's cache. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  return env.WEBHOOKS_CACHE_DIR || path.join(env.HOME || homedir(), '.cache', 'webhook-notifications');
}

/**
 * Puts an engine into the cache, all or nothing: `make` fills a folder of its own, which is renamed
 * into place only when the executable is there. Of several processes at once, one works and the
 * others wait for it.
 *
 * @param make fills the folder; returns the reason when it could not.
 */
export async function addToCache(
  engine: CachedEngine,
  make: (folder: string) => Promise<string | undefined>,
): Promise<EngineStepResult> {
  const { cacheFolder, entry, executable, report } = engine;
  const finished = path.join(cacheFolder, entry);
  const file = path.join(finished, executable);
  await mkdir(cacheFolder, { recursive: true });
  return withLock(path.join(cacheFolder, `${entry}.lock`), report, async () => {
    if (isExecutable(file)) return { path: file };
    const partial = await makePartialFolder(cacheFolder, entry);
    try {
      const reason = await make(partial);
      if (reason !== undefined) return { reason };
      if (!isExecutable(path.join(partial, executable))) return { reason: `made no ${executable}` };
      await rm(finished, { recursive: true, force: true });
      await rename(partial, finished);
      return { path: file };
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  });
}

/** Makes an empty folder, and removes those that killed processes have left behind. */
async function makePartialFolder(cacheFolder: string, entry: string): Promise<string> {
  const prefix = `${entry}.partial-`;
  const leftovers = (await readdir(cacheFolder)).filter((name) => name.startsWith(prefix));
  await Promise.all(
    leftovers.map((name) => rm(path.join(cacheFolder, name), { recursive: true, force: true })),
  );
  return mkdtemp(path.join(cacheFolder, prefix));
}

const HEARTBEAT_MS = 2_000;
const STALE_AFTER_MS = 15_000;
const POLL_MS = 200;

/**
 * Runs one piece of work while holding a lock that is a file. The holder touches the file again and
 * again; a file that is no longer touched belonged to a process that was killed, and is taken over.
 * Two processes that take over in the same instant may both work: what they do must be safe then.
 */
export async function withLock<Result>(
  file: string,
  report: Report,
  work: () => Promise<Result>,
): Promise<Result> {
  await acquire(file, report);
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  }
}

async function acquire(file: string, report: Report): Promise<void> {
  let reported = false;
  while (!(await create(file))) {
    if (await isStale(file)) {
      await rm(file, { force: true });
      continue;
    }
    if (!reported) report(`waiting for another process that holds ${path.basename(file)} …`);
    reported = true;
    await sleep(POLL_MS);
  }
}

async function create(file: string): Promise<boolean> {
  try {
    await (await open(file, 'wx')).close();
    return true;
  } catch (error) {
    if (isFileError(error, 'EEXIST')) return false;
    throw error;
  }
}

async function isStale(file: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(file)).mtimeMs > STALE_AFTER_MS;
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return false;
    throw error;
  }
}

function isFileError(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
