/** What a program needs to run at all. */
const KEPT_NAMES = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'SYSTEMROOT', 'GOMAXPROCS', 'GOMEMLIMIT'];

/** Fewer garbage collections in the server's process; measured in deliveries per second. */
const GOGC = '800';

/** The environment of the dev server's process: nothing of the service's own settings, which hold its secrets. */
export function devServerEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...Object.fromEntries(KEPT_NAMES.map((name) => [name, env[name]])), GOGC };
}
