import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { ClusterOptions } from './cluster-options';
import { lowPort } from './low-port';
import { ManagedProcess } from './managed-process';
import type { ProcessSpec } from './process-spec';

/** Starts the processes of one cluster, one after the other. */
export interface ProcessStarter {
  /** By name, in the order of their start. */
  readonly processes: ReadonlyMap<string, ManagedProcess>;
  /** The one that is wanted for this process, or any free one. */
  portOf(name: string): Promise<number>;
  /** Returns when it works. @throws Error with its last words when it does not. */
  start(name: string, spec: Omit<ProcessSpec, 'name' | 'logFile' | 'pidFile'>): Promise<void>;
}

export function createProcessStarter({
  folder,
  ports = {},
  report,
  closing,
}: Pick<ClusterOptions, 'folder' | 'ports' | 'report' | 'closing'>): ProcessStarter {
  const processes = new Map<string, ManagedProcess>();
  const [logs, run] = [path.join(folder, 'logs'), path.join(folder, 'run')];
  for (const each of [logs, run]) mkdirSync(each, { recursive: true });
  // PostgreSQL, which does not run as root, comes through here to its own files.
  for (const each of [folder, run]) chmodSync(each, 0o711);
  return {
    processes,
    portOf: async (name) => ports[name] ?? (await lowPort()),
    async start(name, spec) {
      report(`starting ${name}`);
      const files = { logFile: path.join(logs, `${name}.log`), pidFile: path.join(run, `${name}.pid`) };
      const started = new ManagedProcess({ name, ...files, ...spec }, (ended, words) =>
        report(`${ended} has ended unasked and is started again: ${words}`),
      );
      processes.set(name, started);
      closing.add(name, () => started.end());
      await started.start();
    },
  };
}
