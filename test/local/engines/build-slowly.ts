import path from 'node:path';

import { addToCache } from '../../../src/local/engines/find-engine';
import { runCommand } from '../../../src/local/engines/run-command';

/*
 * A process that is at work on an engine until it is killed: it has written half of it, and the
 * command that it has started has written its process id into the marker file.
 */
const [cacheFolder = '', marker = ''] = process.argv.slice(2);

const engine = { cacheFolder, entry: 'engine-1.0', executable: 'engine', report: () => undefined };
void addToCache(engine, async (folder) => {
  const half = path.join(folder, 'engine');
  const script = `echo half > "${half}"; chmod 755 "${half}"; echo $$ > "${marker}"; exec sleep 600`;
  await runCommand('/bin/sh', ['-c', script], { env: process.env });
  return undefined;
});
