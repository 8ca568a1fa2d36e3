import { inProject } from './project.mjs';
import { runInForeground } from './run-in-foreground.mjs';

const LOOPBACK = '127.0.0.0/8,::1/128';

/**
 * Runs the built service on this machine until it ends. Deliveries may reach this machine unless `ALLOW_CIDRS` says otherwise.
 *
 * @param {string[]} args arguments of the command `all`
 * @param {{ stop?: AbortSignal }} options `stop` ends it
 * @returns {Promise<number>} its exit code
 */
export function runService(args, options) {
  const env = { ...process.env, ALLOW_CIDRS: process.env.ALLOW_CIDRS ?? LOOPBACK };
  return runInForeground([inProject('dist', 'src', 'cli.js'), 'all', ...args], env, options);
}
