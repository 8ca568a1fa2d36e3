import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { devServerAddress, startDevServerProcess, type DevServerProcess } from './dev-server-process';
import type { DevServerOptions } from './dev-server-process';

/** A run that lasted less counts as one more failure in a row. */
const STABLE_AFTER_MS = 60_000;
const MAX_FAILURES_IN_A_ROW = 5;
const FIRST_BACKOFF_MS = 250;

/** A dev server that is kept running. */
export interface DevServer {
  /** Host and port for Temporal clients. */
  readonly address: string;
  readonly uiUrl: string;
  /** Ends it, and resolves when its process is gone and its ports are free. Workers must have drained before. */
  stop(): Promise<void>;
}

/**
 * Starts a Temporal dev server and keeps it running: when it ends unasked, it is started again on
 * the same database, and the workflows go on. It never outlives this process.
 *
 * @throws an Error of one line when the first start fails.
 */
export async function startDevServer(options: DevServerOptions): Promise<DevServer> {
  await mkdir(path.dirname(options.databaseFile), { recursive: true });
  await mkdir(path.dirname(options.logFile), { recursive: true });

  const first = await startDevServerProcess(options, 'new log');
  const stopping = new AbortController();
  const supervision = keepRunning(first, options, stopping.signal);
  return {
    address: devServerAddress(options),
    uiUrl: `http://127.0.0.1:${options.uiPort}`,
    async stop() {
      stopping.abort();
      await supervision;
    },
  };
}

async function keepRunning(
  first: DevServerProcess,
  options: DevServerOptions,
  stopping: AbortSignal,
): Promise<void> {
  let server: DevServerProcess | undefined = first;
  let failures = 0;
  for (;;) {
    const uptimeMs: number = server === undefined ? 0 : await untilEnd(server, stopping);
    if (stopping.aborted) return;

    failures = uptimeMs < STABLE_AFTER_MS ? failures + 1 : 1;
    if (failures > MAX_FAILURES_IN_A_ROW) {
      options.onGivenUp(
        new Error(`the Temporal dev server failed ${failures} times in a row (${options.logFile})`),
      );
      return;
    }
    await backOff(failures, options, stopping);
    if (stopping.aborted) return;
    server = await startAgain(options);
  }
}

/** Waits for the end of one run, and asks for it when `stopping` says so. @returns how long it ran, in milliseconds. */
async function untilEnd(server: DevServerProcess, stopping: AbortSignal): Promise<number> {
  const startedAt = Date.now();
  const end = () => server.end();
  if (stopping.aborted) end();
  stopping.addEventListener('abort', end);
  await server.exited;
  stopping.removeEventListener('abort', end);
  return Date.now() - startedAt;
}

async function backOff(failures: number, { logger }: DevServerOptions, stopping: AbortSignal): Promise<void> {
  const delayMs = FIRST_BACKOFF_MS * 2 ** (failures - 1);
  logger.error('the Temporal dev server has ended unasked and is started again', { delayMs, failures });
  await sleep(delayMs, undefined, { signal: stopping }).catch(() => undefined);
}

/** @returns `undefined` when the start failed, which is logged. */
async function startAgain(options: DevServerOptions): Promise<DevServerProcess | undefined> {
  try {
    return await startDevServerProcess(options, 'same log');
  } catch (error) {
    options.logger.error('the Temporal dev server could not be started', { error: String(error) });
    return undefined;
  }
}
