import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { addToCache } from '../../../src/local/engines/find-engine';
import { waitUntil } from '../../support/services/wait-until';
import { addExecutable, aSandbox, type Sandbox } from './sandbox';
import { startTypeScript } from './typescript-process';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = aSandbox();
});
afterEach(() => sandbox.remove());

function anEngine() {
  const { cacheFolder, report } = sandbox;
  return { cacheFolder, entry: 'engine-1.0', executable: 'engine', report };
}

function cachedFile(): string {
  return path.join(sandbox.cacheFolder, 'engine-1.0', 'engine');
}

/** Fills the folder with an engine, as a build does. */
async function make(folder: string): Promise<undefined> {
  addExecutable(path.join(folder, 'engine'), 'echo ready');
}

describe('addToCache', () => {
  it('puts what was made into its place, with nothing beside it', async () => {
    expect(await addToCache(anEngine(), make)).toEqual({ path: cachedFile() });
    expect(readdirSync(sandbox.cacheFolder)).toEqual(['engine-1.0']);
  });

  it('leaves nothing behind when it could not be made', async () => {
    expect(await addToCache(anEngine(), async () => 'no space left')).toEqual({ reason: 'no space left' });
    expect(readdirSync(sandbox.cacheFolder)).toEqual([]);
  });

  it('takes work without an executable at its end for failed', async () => {
    const makeNothing = async (folder: string) => {
      await writeFile(path.join(folder, 'README'), '');
      return undefined;
    };

    expect(await addToCache(anEngine(), makeNothing)).toEqual({ reason: 'made no engine' });
  });

  it('replaces an entry that has no executable', async () => {
    mkdirSync(path.dirname(cachedFile()), { recursive: true });

    expect(await addToCache(anEngine(), make)).toEqual({ path: cachedFile() });
  });

  it('lets one work and the others wait when several come at once', async () => {
    let made = 0;
    const makeSlowly = async (folder: string) => {
      made++;
      await waitUntil('the other two wait', () => sandbox.reported.length === 2);
      return make(folder);
    };

    const results = await Promise.all([1, 2, 3].map(() => addToCache(anEngine(), makeSlowly)));

    expect(results).toEqual([{ path: cachedFile() }, { path: cachedFile() }, { path: cachedFile() }]);
    expect(made).toBe(1);
    expect(sandbox.reported[0]).toBe('waiting for another process that holds engine-1.0.lock …');
  });

  it('takes over the lock of a process that was killed, and clears its leavings away', async () => {
    const anHourAgo = new Date(Date.now() - 3_600_000);
    const leavings = addExecutable(path.join(sandbox.cacheFolder, 'engine-1.0.partial-x', 'half'), '');
    const lock = path.join(sandbox.cacheFolder, 'engine-1.0.lock');
    writeFileSync(lock, '');
    utimesSync(lock, anHourAgo, anHourAgo);

    expect(await addToCache(anEngine(), make)).toEqual({ path: cachedFile() });
    expect(existsSync(leavings)).toBe(false);
  });

  it('shows no half engine to others when its process is killed at work', async () => {
    const marker = path.join(sandbox.folder, 'pid');
    const maker = startTypeScript(path.join(__dirname, 'build-slowly.ts'), [sandbox.cacheFolder, marker]);
    await waitUntil(
      'the build is under way',
      () => existsSync(marker) && readFileSync(marker, 'utf8') !== '',
    );
    maker.kill('SIGKILL');

    expect(existsSync(cachedFile())).toBe(false);
    const builderPid = Number(readFileSync(marker, 'utf8'));
    await waitUntil('the build has ended too', () => !isAlive(builderPid));
    expect(existsSync(cachedFile())).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
