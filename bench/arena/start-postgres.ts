import path from 'node:path';
import { preparePostgres, superuserUrl } from '../../cluster/postgres';
import { createProcessStarter } from '../../cluster/process-starter';
import { processTree } from '../../cluster/process-tree';
import { keptSecrets } from '../../cluster/secrets';
import type { EngineOptions } from './engine';

export interface BenchPostgres {
  /** Of the server, for its superuser. */
  readonly url: string;
  /** Of the server's processes now: they come and go with its connections. */
  pids(): readonly number[];
}

/** Starts a PostgreSQL of its own, from the packages of this project. */
export async function startPostgres({ folder, env, report, closing }: EngineOptions): Promise<BenchPostgres> {
  const starter = createProcessStarter({ folder, report, closing });
  const address = { port: await starter.portOf('postgres'), password: keptSecrets(folder).postgresPassword };
  const spec = await preparePostgres({ ...address, dataFolder: path.join(folder, 'postgres'), env });
  await starter.start('postgres', spec);
  return {
    url: superuserUrl(address, 'postgres'),
    pids: () => treeOf(starter.processes.get('postgres')?.pid),
  };
}

/** A process and its descendants; none while it does not run. */
export function treeOf(pid: number | undefined): number[] {
  return pid === undefined ? [] : processTree(pid);
}
