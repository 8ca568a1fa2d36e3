import http from 'node:http';
import type { Credentials } from '../../cluster/create-environment';
import { postJson } from '../post-json';
import { uploadPayload } from '../upload-payload';

/** The API of one product environment, for a producer. */
export interface ProductApi {
  /** @throws Error for any other answer. */
  post(resource: string, content: object, ...expectedStatuses: readonly number[]): Promise<void>;
}

/** A connection that has been idle for longer may be closed by the service just when it is used again. */
const MAX_IDLE_MS = 2_000;

export function createApi(baseUrl: string, { api_key, api_secret }: Credentials): ProductApi {
  // A producer's pool: more at once than the service works on for one key would only be refused.
  const agent = new http.Agent({ keepAlive: true, maxSockets: 100, timeout: MAX_IDLE_MS });
  const authorization = `Basic ${Buffer.from(`${api_key}:${api_secret}`).toString('base64')}`;
  return {
    async post(resource, content, ...expectedStatuses) {
      const body = JSON.stringify(content);
      const answer = await postJson({ url: baseUrl + resource, agent, body, headers: { authorization } });
      if (expectedStatuses.includes(answer.status)) return;
      throw new Error(
        `POST ${resource}: the service answered ${answer.status}: ${answer.body.slice(0, 300)}`,
      );
    },
  };
}

/** An event as a producer posts it. */
export function anUpload(eventId: string) {
  return { event_id: eventId, event_type: 'upload', payload: uploadPayload(eventId) };
}
