import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { devServerCli } from '../support/engines/engines';

/* The small form of `npm run chaos`: its shape "single", short faults. A seed that fails makes the same faults again. */

const CHAOS = path.resolve(__dirname, '../../dist/chaos/index.js');
const SEED = process.env.CHAOS_SEED ?? '4';
const ARGS = ['--shape', 'single', '--faults', '20', '--faults-per-round', '20', '--max-fault-seconds', '1'];

it('20 faults at random lose nothing, leave nothing stuck, and make no attempt again without a reason', async () => {
  const child = spawn(process.execPath, [CHAOS, ...ARGS, '--seed', SEED], {
    // It ends with the channel to this process.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TEMPORAL_CLI: devServerCli() },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  }
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`chaos ended with ${code}\n${printed}`);
  expect(printed).toContain('Every promise was kept.');
}, 240_000);
