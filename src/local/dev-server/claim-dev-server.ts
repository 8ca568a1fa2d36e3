import { databaseArguments, type DevServerOptions } from './dev-server-command';
import { findOnPath, runCommand } from '../engines/run-command';
import { pollUntil } from './poll-until';
import { isPortFree } from './ports';
import { WATCHED_END_MS } from './watchdog';

/** A server that was told to end lives that long at most; and a little longer on a loaded machine. */
const PATIENCE_MS = WATCHED_END_MS + 3_000;

/**
 * Makes sure that nobody has the ports and the database. A dev server of an earlier run that is
 * about to end is waited for.
 *
 * @throws an Error of one line that names the setting to change.
 */
export async function claimDevServer(options: DevServerOptions): Promise<void> {
  const { databaseFile, logger } = options;
  const ps = findOnPath('ps', options.env);
  if (ps !== undefined && (await hasServer(ps, options))) {
    logger.info('waiting for the Temporal dev server of an earlier run to end');
    const ended = await pollUntil(async () => !(await hasServer(ps, options)), PATIENCE_MS);
    if (!ended) {
      throw new Error(
        `${databaseFile} is in use by another Temporal dev server: stop that one, or set DATA_DIR to another folder`,
      );
    }
  }
  // Without `ps`, whoever has the port may be a server that is about to end.
  const patienceMs = ps === undefined ? PATIENCE_MS : 0;
  await claimPort(options.port, 'TEMPORAL_PORT', patienceMs);
  await claimPort(options.uiPort, 'TEMPORAL_UI_PORT', patienceMs);
}

async function claimPort(port: number, setting: string, patienceMs: number): Promise<void> {
  if (await pollUntil(() => isPortFree(port), patienceMs)) return;
  throw new Error(
    `port ${port} is in use by another process: stop that one, or set ${setting} to another port`,
  );
}

async function hasServer(ps: string, { databaseFile, env }: DevServerOptions): Promise<boolean> {
  const mark = ` ${databaseArguments(databaseFile).join(' ')} `;
  let found = false;
  await runCommand(ps, ['-axww', '-o', 'args='], {
    env,
    onLine(line) {
      found ||= line.includes(mark);
    },
  });
  return found;
}
