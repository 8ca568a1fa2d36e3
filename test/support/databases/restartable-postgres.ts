import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../services/free-port';

/** A real PostgreSQL that a test may stop and start, on the same port and files. */
export interface RestartablePostgres {
  /** Of its maintenance database. */
  readonly url: string;
  start(): Promise<void>;
  /** As its own fast shutdown does: connections are ended. */
  stop(): Promise<void>;
  /** Stops it and removes its files. */
  dispose(): Promise<void>;
}

export async function startRestartablePostgres(): Promise<RestartablePostgres> {
  const folder = await mkdtemp(path.join(tmpdir(), 'webhooks-postgres-'));
  const port = await freePort();
  const child = fork(path.join(__dirname, 'postgres-process.mjs'), [folder, String(port)]);
  const tell = async (command: 'create' | 'start' | 'stop') => {
    child.send(command);
    const [{ fault }] = (await once(child, 'message')) as [{ fault?: string }];
    if (fault !== undefined) throw new Error(`PostgreSQL did not ${command}:\n${fault}`);
  };
  await tell('create');
  await tell('start');
  return {
    url: `postgres://postgres:test-only@127.0.0.1:${port}/postgres`,
    start: () => tell('start'),
    stop: () => tell('stop'),
    dispose: async () => {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
