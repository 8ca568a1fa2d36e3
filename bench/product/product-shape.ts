import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Credentials } from '../../cluster/create-environment';
import { eventWorkflowId } from '../../src/workflows/contract';
import type { ShapeOptions } from '../bare/bare-shape';
import { endChild, startChild, untilReady } from '../child-process';
import { freePort } from '../free-port';
import type { FirstAttempt } from '../options/parse-options';
import type { Shape } from '../shape';
import { anUpload, createApi } from './api';
import { productSettings } from './product-settings';

const CLI = path.resolve(__dirname, '../../src/cli.js');
const START_DEADLINE_MS = 60_000;

export interface ProductOptions extends ShapeOptions {
  readonly name: FirstAttempt;
  /** A SQLite file when absent. */
  readonly databaseUrl: string | undefined;
}

export interface ProductShape extends Shape {
  /** Publishes an event that names who is to be told. */
  publishTo(eventId: string, url: string): Promise<void>;
}

/** Starts the service, API and worker in one process, and gives it one trigger for each destination. */
export async function startProductShape(options: ProductOptions): Promise<ProductShape> {
  const { name, folder, env, urls, closing, databaseUrl } = options;
  const port = await freePort();
  const dataFolder = path.join(folder, name);
  const logFile = path.join(folder, `service-${name}.log`);
  const settings = {
    ...productSettings(options),
    PORT: String(port),
    DATA_DIR: dataFolder,
    DATABASE_URL: databaseUrl,
  };
  const child = startChild({ module: CLI, args: ['all'], env: { ...env, ...settings }, logFile });
  closing.add(`service, ${name}`, () => endChild(child));
  const isReady = async () => readFileSync(logFile, 'utf8').includes('Ready.');
  await untilReady(child, isReady, { name: 'the service', logFile, deadlineMs: START_DEADLINE_MS });

  const credentials = readCredentials(dataFolder);
  const { cloud_name: cloudName } = credentials;
  const api = createApi(`http://127.0.0.1:${port}/v1_1/${cloudName}`, credentials);
  for (const uri of urls) await api.post('/triggers', { event_type: 'upload', uri }, 201);
  return {
    name,
    pids: () => [child.pid ?? 0],
    parentWorkflowId: (eventId) => eventWorkflowId(cloudName, eventId),
    publish: (eventId) => api.post('/events', anUpload(eventId), 202),
    publishTo: (eventId, url) =>
      api.post('/events', { ...anUpload(eventId), request: { notification_url: url } }, 202),
  };
}

/** Of the demo environment that the service makes in its folder. */
export function readCredentials(dataFolder: string): Credentials {
  return JSON.parse(readFileSync(path.join(dataFolder, 'demo-credentials.json'), 'utf8')) as Credentials;
}
