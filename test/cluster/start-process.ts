import { ManagedProcess } from '../../cluster/managed-process';
import type { ProcessSpec } from '../../cluster/process-spec';

/* A process that starts a managed one, freezes it if told so, says its process id, and then waits for its own end. */

const [folder = '', state] = process.argv.slice(2);
const spec: ProcessSpec = {
  name: 'sleeper',
  command: '/bin/sh',
  args: ['-c', 'echo up; while :; do sleep 0.1; done'],
  env: { PATH: process.env.PATH },
  logFile: `${folder}/sleeper.log`,
  pidFile: `${folder}/sleeper.pid`,
  endSignal: 'SIGTERM',
  startDeadlineMs: 10_000,
  isReady: async (printed) => printed.includes('up'),
};
const sleeper = new ManagedProcess(spec, () => undefined);
void sleeper.start().then(() => {
  if (state === 'frozen') sleeper.freeze();
  process.stdout.write(`${sleeper.pid}\n`);
});
