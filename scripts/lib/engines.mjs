import { inProject } from './project.mjs';
import { capture } from './run.mjs';

/** Environment variables that name the engines' executables. */
const VARIABLES = { 'dev-server': 'TEMPORAL_CLI', 'test-server': 'TEMPORAL_TEST_SERVER' };

/**
 * Finds, downloads or builds Temporal servers, with its progress on the screen.
 *
 * @param {('dev-server' | 'test-server')[]} names
 * @returns {Promise<NodeJS.ProcessEnv>} this process's environment, and the engines' paths in it
 * @throws an Error when one is not to be had; the screen says why
 */
export async function withEngines(names) {
  const script = inProject('dist', 'src', 'local', 'engines', 'fetch.js');
  const { exitCode, output } = await capture(process.execPath, [script, ...names]);
  if (exitCode !== 0) throw new Error(`without ${names.join(' and ')} this cannot run`);
  const paths = JSON.parse(output);
  return { ...process.env, ...Object.fromEntries(names.map((name) => [VARIABLES[name], paths[name]])) };
}
