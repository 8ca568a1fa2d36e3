import { Client, Connection } from '@temporalio/client';
import { startCluster, type Cluster } from '../../cluster/cluster';
import { createEnvironment } from '../../cluster/create-environment';
import { findPrograms } from '../../cluster/find-programs';
import { processTree } from '../../cluster/process-tree';
import { eventWorkflowId } from '../../src/workflows/contract';
import type { Engine, EngineOptions } from '../engine';
import type { Shape } from '../shape';
import { anUpload, createApi } from './product-shape';

/** As many of each as `npm run cluster` starts. */
const COUNT = 2;
const CLOUD_NAME = 'bench';

/** Starts the shape of docker-compose.yml on this machine; its Temporal also serves the bare shape. */
export async function startClusterEngine(
  options: EngineOptions,
): Promise<{ readonly engine: Engine; readonly cluster: Cluster }> {
  const { folder, env, report, closing } = options;
  const cluster = await startCluster({
    folder,
    temporal: { kind: 'server', programs: await findPrograms({ env, report }) },
    apis: COUNT,
    workers: COUNT,
    settings: { ALLOW_CIDRS: '127.0.0.0/8', LOG_LEVEL: 'warn' },
    env,
    report,
    closing,
  });
  const { temporalAddress: address, namespace } = cluster;
  const connection = await Connection.connect({ address });
  closing.add('connection to Temporal', () => connection.close());
  const client = new Client({ connection, namespace });
  // PostgreSQL's own processes come and go.
  return {
    cluster,
    engine: { address, namespace, client, pids: () => pidsOf(cluster, /^(postgres|temporal)$/) },
  };
}

/** The product on a cluster: events go to its APIs in turn. */
export async function startClusterShape(
  cluster: Cluster,
  urls: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Shape> {
  const credentials = await createEnvironment(cluster, CLOUD_NAME, env);
  const apis = cluster.apiUrls.map((url) => createApi(`${url}/v1_1/${CLOUD_NAME}`, credentials));
  for (const uri of urls) await apis[0]?.post('/triggers', { event_type: 'upload', uri }, 201);
  let turn = 0;
  return {
    name: 'product',
    pids: () => pidsOf(cluster, /^(api|worker)-/),
    parentWorkflowId: (eventId) => eventWorkflowId(CLOUD_NAME, eventId),
    publish: async (eventId) => apis[turn++ % apis.length]?.post('/events', anUpload(eventId), 202),
  };
}

function pidsOf({ processes }: Cluster, names: RegExp): number[] {
  const chosen = [...processes.values()].filter(({ name }) => names.test(name));
  return chosen.flatMap(({ pid }) => (pid === undefined ? [] : processTree(pid)));
}
