import { execFileSync } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { mkdtempSync, openSync, closeSync, rmSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createNameResolver, type NameResolver } from '../../src/outbound/network/allowed-addresses';
import { type FakeDns, startFakeDns } from '../support/receivers/fake-dns';

/** The pool that the system's lookup shares with files and cryptography. */
const THREADS = Number(process.env.UV_THREADPOOL_SIZE ?? 4);

let dns: FakeDns;
let resolver: NameResolver;
const neverAborted = new AbortController().signal;

beforeEach(async () => {
  dns = await startFakeDns({ 'healthy.example': ['93.184.216.34'], 'slow.example': 'silent' });
  resolver = createNameResolver(dns);
});
afterEach(() => dns.close());

/** Whether a lookup is answered while every thread hangs, as it does over a slow name of the system's lookup. */
async function isAnsweredMeanwhile(look: () => Promise<unknown>): Promise<boolean> {
  const threads = hangAllThreads();
  const looked = look();
  const isAnswered = await Promise.race([looked.then(() => true), after(500).then(() => false)]);
  await threads.release();
  await looked;
  return isAnswered;
}

describe('slow names', () => {
  it("stop the lookup of all other names with the system's lookup", async () => {
    expect(await isAnsweredMeanwhile(() => lookup('localhost'))).toBe(false);
  });

  it('do not stop ours', async () => {
    const look = () => resolver.resolve('healthy.example', neverAborted);
    expect(await isAnsweredMeanwhile(look)).toBe(true);
  });

  it('stop neither names nor files with ours, however many they are', async () => {
    const controllers = Array.from({ length: 10 * THREADS }, () => new AbortController());
    const slow = controllers.map(({ signal }) => resolver.resolve('slow.example', signal));
    const ended = Promise.allSettled(slow);
    await readFile(__filename);
    await lookup('localhost');
    await resolver.resolve('healthy.example', neverAborted);
    expect(dns.queries.filter((name) => name === 'slow.example').length).toBeGreaterThan(THREADS);

    for (const controller of controllers) controller.abort();
    expect(new Set((await ended).map(({ status }) => status))).toEqual(new Set(['rejected']));
  });
});

/** Each opens a pipe that nobody writes to: it waits in its thread until somebody does. */
function hangAllThreads(): { release(): Promise<void> } {
  const folder = mkdtempSync(path.join(tmpdir(), 'hanging-threads-'));
  const pipes = Array.from({ length: THREADS }, (_, index) => path.join(folder, `${index}`));
  execFileSync('mkfifo', pipes);
  const opened = pipes.map((pipe) => open(pipe, 'r'));
  return {
    async release() {
      const writers = pipes.map((pipe) => openSync(pipe, 'r+'));
      for (const handle of await Promise.all(opened)) await handle.close();
      writers.forEach(closeSync);
      rmSync(folder, { recursive: true });
    },
  };
}

function after(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
