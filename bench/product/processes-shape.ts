import path from 'node:path';
import { createEnvironment } from '../../cluster/create-environment';
import { createProcessStarter } from '../../cluster/process-starter';
import { keptSecrets } from '../../cluster/secrets';
import { migrate, startService } from '../../cluster/start-services';
import { treeOf } from '../arena/start-postgres';
import { eventWorkflowId } from '../../src/workflows/contract';
import type { Shape } from '../shape';
import { anUpload, createApi } from './api';
import type { ProductOptions } from './product-shape';
import { productSettings } from './product-settings';

export interface ProcessesOptions extends ProductOptions {
  readonly databaseUrl: string;
  readonly apis: number;
  readonly workers: number;
  readonly report: (line: string) => void;
}

/** Starts the service as APIs and workers, each a process of its own; events go to the APIs in turn. */
export async function startProcessesShape(options: ProcessesOptions): Promise<Shape> {
  const { name, env, urls, closing, databaseUrl, apis, workers, report } = options;
  const folder = path.join(options.folder, name);
  const starter = createProcessStarter({ folder, report, closing });
  const settings = {
    ...productSettings(options),
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    MASTER_KEYS: keptSecrets(folder).masterKeys,
  };
  await migrate(settings, env);
  const apiUrls: string[] = [];
  for (let number = 1; number <= apis; number++) {
    apiUrls.push(await startService(starter, { role: 'api', number, settings, env }));
  }
  for (let number = 1; number <= workers; number++) {
    await startService(starter, { role: 'worker', number, settings, env });
  }
  // Workflow ids of two shapes on one engine differ by it.
  const cloudName = `bench-${name}`;
  const credentials = await createEnvironment({ settings }, cloudName, env);
  const clients = apiUrls.map((url) => createApi(`${url}/v1_1/${cloudName}`, credentials));
  for (const uri of urls) await clients[0]?.post('/triggers', { event_type: 'upload', uri }, 201);
  let turn = 0;
  return {
    name,
    pids: () => [...starter.processes.values()].flatMap(({ pid }) => treeOf(pid)),
    parentWorkflowId: (eventId) => eventWorkflowId(cloudName, eventId),
    publish: async (eventId) => clients[turn++ % clients.length]?.post('/events', anUpload(eventId), 202),
  };
}
