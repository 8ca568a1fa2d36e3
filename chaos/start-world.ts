import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { startCluster, type Cluster, type Link } from '../cluster/cluster';
import { createEnvironment } from '../cluster/create-environment';
import { findPrograms } from '../cluster/find-programs';
import { onServer, postgresUser } from '../cluster/postgres';
import type { Closing } from '../src/app/closing';
import { findDevServerCli } from '../src/local/engines/find-dev-server-cli';
import { ApiClient } from './api-client';
import { mountSmallDisk, type SmallDisk } from './disk';
import { Ledger } from './ledger';
import type { ChaosOptions } from './options';
import { startReceivers } from './receivers';
import { startSilentProxy, type SilentProxy } from './silent-proxy';
import type { World } from './world';

export const CLOUD_NAME = 'chaos';
export const RETRY_DELAYS_SECONDS = [2, 3, 4];
export const ATTEMPT_TIMEOUT_SECONDS = 2;

export interface WorldOptions extends Pick<ChaosOptions, 'shape'> {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly closing: Closing;
  readonly report: (line: string) => void;
  readonly stop: AbortSignal;
}

/** How many processes of each role a shape has. */
export const COUNTS = { single: { apis: 1, workers: 1 }, cluster: { apis: 2, workers: 2 } } as const;

/** Starts the system with a network of our own in it, and the receivers of its notifications. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { folder, env, closing, report, shape, stop } = options;
  const nowMs = () => performance.now();
  const receivers = await startReceivers(nowMs);
  closing.add('receivers', () => receivers.close());
  const links = new Map<string, SilentProxy>();
  const through = async ({ from, to, port }: Link) => {
    const proxy = await startSilentProxy(port);
    closing.add(`link from ${from} to ${to}`, () => proxy.close());
    links.set(`${from} ${to}`, proxy);
    return proxy.port;
  };
  const temporal =
    shape === 'cluster'
      ? ({ kind: 'server', programs: await findPrograms({ env, report }) } as const)
      : ({ kind: 'dev server', cli: await findDevServerCli({ env, report }) } as const);
  const cluster = await startCluster({
    folder,
    temporal,
    ...COUNTS[shape],
    settings: {
      ALLOW_CIDRS: '127.0.0.0/8',
      RETRY_DELAYS_SECONDS: RETRY_DELAYS_SECONDS.join(','),
      ATTEMPT_TIMEOUT_SECONDS: String(ATTEMPT_TIMEOUT_SECONDS),
      API_REQUESTS_PER_SECOND: '0',
    },
    env,
    through,
    report,
    closing,
  });
  const disk = await moveToSmallDisk(cluster, folder, closing);
  const connection = await Connection.connect({ address: cluster.temporalAddress });
  closing.add('connection to Temporal', () => connection.close());
  return {
    cluster,
    links,
    disk,
    receivers,
    api: new ApiClient(cluster.apiUrls, await createEnvironment(cluster, CLOUD_NAME, env)),
    temporal: new Client({ connection, namespace: cluster.namespace }),
    ledger: new Ledger(),
    nowMs,
    stop,
  };
}

/** Only the service's tables are there: Temporal and the server itself go on when it is full. */
async function moveToSmallDisk(
  cluster: Cluster,
  folder: string,
  closing: Closing,
): Promise<SmallDisk | string> {
  const disk = await mountSmallDisk(path.join(folder, 'disk'), postgresUser());
  if (typeof disk === 'string') return disk;
  closing.add('small disk', () => disk.close());
  await onServer(cluster.adminUrl('webhooks'), [
    `create tablespace small location '${disk.tablespaceFolder}'`,
    'grant create on tablespace small to webhooks',
    'alter table all in tablespace pg_default set tablespace small',
    'alter index all in tablespace pg_default set tablespace small',
  ]);
  return disk;
}
