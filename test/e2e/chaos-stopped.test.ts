import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { devServerCli } from '../support/engines/engines';
import { processesIn } from '../support/services/processes-in';
import { waitUntil } from '../support/services/wait-until';

const CHAOS = path.resolve(__dirname, '../../dist/chaos/index.js');
const LONG_FAULTS = ['--shape', 'single', '--kinds', 'worker frozen', '--max-fault-seconds', '300'];

it('chaos that is interrupted ends its round at once, says what it has, and leaves nothing behind', async () => {
  const child = spawn(process.execPath, [CHAOS, ...LONG_FAULTS, '--faults', '1', '--seed', '1'], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TEMPORAL_CLI: devServerCli() },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  }
  const exited = once(child, 'exit');
  await waitUntil('a fault is under way', () => printed.includes('fault 1: worker frozen'), 120_000);
  const folder = /logs are in (\S+)/.exec(printed)?.[1] ?? '';
  expect(processesIn(folder)).not.toEqual([]);

  child.kill('SIGINT');
  const [code] = (await exited) as [number | null];
  expect(code).toBe(130);
  expect(printed).toContain('Stopped in round 1, whose faults and events are not counted.');
  expect(processesIn(folder)).toEqual([]);
  expect(existsSync(folder)).toBe(false);
}, 240_000);
