import { open, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Report } from './run-command';

const HEARTBEAT_MS = 2_000;
const STALE_AFTER_MS = 15_000;
const POLL_MS = 200;

/**
 * Runs one piece of work while holding a lock that is a file. The holder touches the file again and
 * again; a file that is no longer touched belonged to a process that was killed, and is taken over.
 * Two processes that take over in the same instant may both work: what they do must be safe then.
 */
export async function withLock<Result>(
  file: string,
  report: Report,
  work: () => Promise<Result>,
): Promise<Result> {
  await acquire(file, report);
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  }
}

async function acquire(file: string, report: Report): Promise<void> {
  let reported = false;
  while (!(await create(file))) {
    if (await isStale(file)) {
      await rm(file, { force: true });
      continue;
    }
    if (!reported) report(`waiting for another process that holds ${path.basename(file)} …`);
    reported = true;
    await sleep(POLL_MS);
  }
}

async function create(file: string): Promise<boolean> {
  try {
    await (await open(file, 'wx')).close();
    return true;
  } catch (error) {
    if (isFileError(error, 'EEXIST')) return false;
    throw error;
  }
}

async function isStale(file: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(file)).mtimeMs > STALE_AFTER_MS;
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return false;
    throw error;
  }
}

function isFileError(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
