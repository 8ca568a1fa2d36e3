import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freeze } from '../../cluster/freeze';
import { ManagedProcess } from '../../cluster/managed-process';
import type { ProcessSpec } from '../../cluster/process-spec';
import { waitUntil } from '../support/services/wait-until';
import { startTypeScript } from '../local/engines/typescript-process';

/** Writes a line ten times a second, so that one sees whether it lives or stands still. */
const TICKING = 'echo up; while :; do echo tick; sleep 0.1; done';

let folder: string;
let ended: string[];
let running: ManagedProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'webhook-notifications-managed-'));
  ended = [];
});
afterEach(async () => {
  await running?.kill();
  running = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function managed(script: string, differing: Partial<ProcessSpec> = {}): ManagedProcess {
  const spec: ProcessSpec = {
    name: 'ticker',
    command: '/bin/sh',
    args: ['-c', script],
    env: { PATH: process.env.PATH },
    logFile: path.join(folder, 'ticker.log'),
    pidFile: path.join(folder, 'ticker.pid'),
    endSignal: 'SIGTERM',
    startDeadlineMs: 10_000,
    isReady: async (printed) => printed.includes('up'),
    ...differing,
  };
  return (running = new ManagedProcess(spec, (name, words) => ended.push(`${name}: ${words}`)));
}
const ticks = () => readFileSync(path.join(folder, 'ticker.log'), 'utf8').split('tick').length;
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

it('is the command itself, which ends by kill and stays down until it is started again', async () => {
  const ticker = managed(TICKING);
  await ticker.start();
  const first = ticker.pid ?? 0;
  expect(isAlive(first)).toBe(true);
  await ticker.kill();
  expect(isAlive(first)).toBe(false);
  expect(ticker.pid).toBeUndefined();
  await pause(1_500);
  expect(ticker.pid).toBeUndefined();
  await ticker.start();
  expect(ticker.pid).not.toBe(first);
  expect(ended).toEqual([]);
});

it('starts again what ends unasked, and says its last words', async () => {
  const ticker = managed(TICKING);
  await ticker.start();
  const first = ticker.pid ?? 0;
  process.kill(first, 'SIGKILL');
  await waitUntil('it is there again', () => ticker.pid !== undefined && ticker.pid !== first);
  expect(ticker.unaskedEnds).toBe(1);
  expect(ended).toHaveLength(1);
});

it('stands still while it is frozen, and goes on afterwards', async () => {
  const ticker = managed(TICKING);
  await ticker.start();
  ticker.freeze();
  const before = ticks();
  await pause(500);
  expect(ticks()).toBe(before);
  await ticker.thaw();
  await waitUntil('it ticks again', () => ticks() > before + 1);
});

it('freezes while its children come and go', async () => {
  const busy = spawn('/bin/sh', ['-c', 'while :; do /bin/true; done'], { stdio: 'ignore' });
  try {
    await waitUntil('it runs', () => busy.pid);
    for (let n = 0; n < 20; n++) await freeze(busy.pid ?? 0).thaw();
  } finally {
    busy.kill('SIGKILL');
  }
});

it('says why it does not work', async () => {
  const ticker = managed('echo no such file; exit 1', { startDeadlineMs: 300 });
  await expect(ticker.start()).rejects.toThrow('ticker did not work within 0.3 s: no such file');
});

it.each(['running', 'frozen'])('a %s process does not outlive a parent that is killed', async (state) => {
  const parent = startTypeScript(path.join(__dirname, 'start-process.ts'), [folder, state]);
  const [printed] = (await once(parent.stdout ?? parent, 'data')) as [Buffer];
  const pid = Number(String(printed));
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await waitUntil('it is gone', () => !isAlive(pid));
});
