import type { Client } from '@temporalio/client';
import type { Cluster } from '../cluster/cluster';
import type { ManagedProcess } from '../cluster/managed-process';
import type { ApiClient } from './api-client';
import type { SmallDisk } from './disk';
import type { Ledger } from './ledger';
import type { Receivers } from './receivers';
import type { SilentProxy } from './silent-proxy';

/** Everything that faults are done to, and that tells what came of them. */
export interface World {
  readonly cluster: Cluster;
  /** By the process that connects and what it connects to: `worker-1 postgres`. */
  readonly links: ReadonlyMap<string, SilentProxy>;
  /** Or why there is none. */
  readonly disk: SmallDisk | string;
  readonly api: ApiClient;
  /** Connected directly, past every silent network. */
  readonly temporal: Client;
  readonly receivers: Receivers;
  readonly ledger: Ledger;
  readonly nowMs: () => number;
  /** Aborted when everything is to end. */
  readonly stop: AbortSignal;
}

/** @throws Error for a name that no process has. */
export function processOf({ cluster }: World, name: string): ManagedProcess {
  const found = cluster.processes.get(name);
  if (found === undefined) throw new Error(`there is no process "${name}"`);
  return found;
}

export function linkOf({ links }: World, from: string, to: 'postgres' | 'temporal'): SilentProxy {
  const found = links.get(`${from} ${to}`);
  if (found === undefined) throw new Error(`there is no link from "${from}" to ${to}`);
  return found;
}

/** The APIs and workers, in the order of their start. */
export function servicesOf({ cluster }: World): ManagedProcess[] {
  return [...cluster.processes.values()].filter(({ name }) => /^(api|worker)-/.test(name));
}
