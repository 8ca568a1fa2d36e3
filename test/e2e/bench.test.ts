import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { devServerCli } from '../support/engines/engines';
import { processesIn } from '../support/services/processes-in';
import { waitUntil } from '../support/services/wait-until';

const BENCH = path.resolve(__dirname, '../../dist/bench/index.js');

/** What the measurement keeps in it is seen there, and nothing else. */
let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'bench-test-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function startBench(args: readonly string[]) {
  const child = spawn(process.execPath, [BENCH, ...args], {
    // It ends with the channel to this process.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: folder, TEMPORAL_CLI: devServerCli() },
  });
  const printed = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (printed.out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (printed.err += text));
  return { child, printed, exited: once(child, 'exit') as Promise<[number | null]> };
}

it('measures the histories that the workflows have, and leaves nothing behind', async () => {
  const { printed, exited } = startBench(['--cost', '--events', '2', '--json']);
  const [code] = await exited;
  if (code !== 0) throw new Error(`bench ended with ${code}\n${printed.err}`);
  const { kinds } = JSON.parse(printed.out) as {
    kinds: Record<string, { historyEvents: number; lost: number }>;
  };
  expect(kinds.none).toMatchObject({ historyEvents: 6, lost: 0 });
  expect(kinds.one).toMatchObject({ historyEvents: 21, lost: 0 });
  expect(kinds.refused).toMatchObject({ historyEvents: 54, lost: 0 });
  expect(processesIn(folder)).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
}, 180_000);

it('ends everything that it started when it is interrupted', async () => {
  const { child, printed, exited } = startBench(['--destinations', '1', '--events', '1000']);
  await waitUntil('both shapes have started', () => printed.err.includes('warming up: bare'), 120_000);
  expect(processesIn(folder)).not.toEqual([]);
  child.kill('SIGINT');
  const [code] = await exited;
  expect(code).toBe(130);
  expect(printed.err).toContain('stopping: SIGINT');
  expect(processesIn(folder)).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
}, 180_000);
