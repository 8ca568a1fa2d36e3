/** What a program needs to run at all. */
const KEPT_NAMES = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'SYSTEMROOT', 'GOMAXPROCS', 'GOMEMLIMIT'];

/** Fewer garbage collections in the server's process; measured in deliveries per second. */
const GOGC = '800';

/** From here on it collects more often after all: without a limit, the heap grows to nine times what is in use. */
const GOMEMLIMIT = '700MiB';

/** The environment of the dev server's process: nothing of the service's own settings, which hold its secrets. */
export function devServerEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { GOMEMLIMIT, ...Object.fromEntries(keptEntries(env)), GOGC };
}

function keptEntries(env: NodeJS.ProcessEnv): (readonly [string, string])[] {
  return KEPT_NAMES.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
}
