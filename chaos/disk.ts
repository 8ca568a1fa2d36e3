import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import { endWatched, spawnWatched } from '../src/local/dev-server/watchdog';
import { pollUntil } from '../src/local/dev-server/dev-server-process';

/*
 * Watched: when this process dies, it takes the file system away, which would outlive everything otherwise. Its sign that
 * it is there is a file.
 */
const MOUNT_SCRIPT = `
umount -l "$1" 2>/dev/null
mount -t tmpfs -o "size=$2" webhooks-chaos "$1" || exit 1
trap 'umount -l "$1"; exit 0' TERM
: >"$1/mounted"
while :; do sleep 0.2; done
`;
/** No more than is used is taken from memory. */
const SIZE = '4g';
const MOUNT_DEADLINE_MS = 10_000;
const FILL_DEADLINE_MS = 10_000;

/** A small disk of its own, in memory. */
export interface SmallDisk {
  /** A folder for a tablespace, owned by who runs PostgreSQL. */
  readonly tablespaceFolder: string;
  /** Leaves no byte free. */
  fill(): Promise<void>;
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** @returns why there can be none, when it cannot be made. */
export async function mountSmallDisk(
  folder: string,
  user: { readonly uid: number; readonly gid: number } | undefined,
): Promise<SmallDisk | string> {
  if (process.platform !== 'linux' || userInfo().uid !== 0)
    return 'only root on Linux can mount a small disk';
  mkdirSync(folder, { recursive: true });
  const guard = spawnWatched('/bin/sh', ['-c', MOUNT_SCRIPT, 'disk', folder, SIZE], {
    env: { PATH: process.env.PATH },
    output: 'pipe',
  });
  let words = '';
  for (const stream of [guard.stdout, guard.stderr]) stream?.on('data', (text) => (words += String(text)));
  const ended = once(guard, 'exit');
  const isMounted = await pollUntil(async () => existsSync(path.join(folder, 'mounted')), MOUNT_DEADLINE_MS);
  if (!isMounted) {
    endWatched(guard);
    return `a small disk could not be mounted: ${words.trim()}`;
  }
  const tablespaceFolder = path.join(folder, 'tablespace');
  const resize = (size: string | number) =>
    promisify(execFile)('mount', ['-o', `remount,size=${size}`, folder]).then(() => undefined);
  mkdirSync(tablespaceFolder);
  if (user) chownSync(tablespaceFolder, user.uid, user.gid);
  return {
    tablespaceFolder,
    fill: async () => {
      const end = performance.now() + FILL_DEADLINE_MS;
      for (;;) {
        const { blocks, bfree, bsize } = await statfs(folder);
        try {
          return await resize((blocks - bfree) * bsize);
        } catch (error) {
          // Somebody wrote in between: a disk cannot be made smaller than what is on it.
          if (performance.now() > end) throw error;
        }
      }
    },
    empty: () => resize(SIZE),
    async close() {
      endWatched(guard);
      await ended;
    },
  };
}
