import { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import type { Credentials } from '../../cluster/create-environment';
import { eventWorkflowId } from '../../src/workflows/contract';
import type { ShapeOptions } from '../bare/bare-shape';
import { endChild, startChild, untilReady } from '../child-process';
import { freePort } from '../free-port';
import { postJson } from '../post-json';
import type { Shape } from '../shape';
import { uploadPayload } from '../upload-payload';

const CLI = path.resolve(__dirname, '../../src/cli.js');
const START_DEADLINE_MS = 60_000;

export interface ProductShape extends Shape {
  /** Publishes an event that names who is to be told. */
  publishTo(eventId: string, url: string): Promise<void>;
}

/** Starts the service, API and worker in one process, and gives it one trigger for each destination. */
export async function startProductShape(
  { engine, folder, env, urls, closing }: ShapeOptions,
  databaseUrl: string | undefined,
): Promise<ProductShape> {
  const port = await freePort();
  const logFile = path.join(folder, 'service.log');
  const settings = {
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: folder,
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: engine.address,
    TEMPORAL_NAMESPACE: engine.namespace,
    ALLOW_CIDRS: '127.0.0.0/8',
    LOG_LEVEL: 'warn',
  };
  const child = startChild({ module: CLI, args: ['all'], env: { ...env, ...settings }, logFile });
  closing.add('service', () => endChild(child));
  const isReady = async () => readFileSync(logFile, 'utf8').includes('Ready.');
  await untilReady(child, isReady, { name: 'the service', logFile, deadlineMs: START_DEADLINE_MS });

  const credentials = readCredentials(folder);
  const { cloud_name: cloudName } = credentials;
  const api = createApi(`http://127.0.0.1:${port}/v1_1/${cloudName}`, credentials);
  for (const uri of urls) await api.post('/triggers', { event_type: 'upload', uri }, 201);
  return {
    name: 'product',
    pids: () => [child.pid ?? 0],
    parentWorkflowId: (eventId) => eventWorkflowId(cloudName, eventId),
    publish: (eventId) => api.post('/events', anUpload(eventId), 202),
    publishTo: (eventId, url) =>
      api.post('/events', { ...anUpload(eventId), request: { notification_url: url } }, 202),
  };
}

export function anUpload(eventId: string) {
  return { event_id: eventId, event_type: 'upload', payload: uploadPayload(eventId) };
}

function readCredentials(folder: string): Credentials {
  return JSON.parse(readFileSync(path.join(folder, 'demo-credentials.json'), 'utf8')) as Credentials;
}

export function createApi(baseUrl: string, { api_key, api_secret }: Credentials) {
  // A producer's pool: more at once than the service works on for one key would only be refused.
  const agent = new http.Agent({ keepAlive: true, maxSockets: 100 });
  const authorization = `Basic ${Buffer.from(`${api_key}:${api_secret}`).toString('base64')}`;
  return {
    async post(resource: string, content: object, expectedStatus: number): Promise<void> {
      const body = JSON.stringify(content);
      const answer = await postJson({ url: baseUrl + resource, agent, body, headers: { authorization } });
      if (answer.status === expectedStatus) return;
      throw new Error(
        `POST ${resource}: the service answered ${answer.status}: ${answer.body.slice(0, 300)}`,
      );
    },
  };
}
