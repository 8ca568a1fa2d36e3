import type { CommandContext } from '../cli';
import { withStores } from './open-stores';
import { UsageError } from './usage-error';

/** Encrypts every secret at rest again, with the first of `MASTER_KEYS`. */
export async function runKeys({ config, args, print }: CommandContext): Promise<void> {
  const [action] = args;
  if (action !== 'rotate') throw new UsageError(`keys ${action ?? ''}: expected rotate`);
  const rotated = await withStores(config, ({ stores }) => stores.rotateSecrets());
  print(`${rotated} secrets encrypted again`);
}
