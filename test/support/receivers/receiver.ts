import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as the receiver saw it. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query, as on the request line. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: http.IncomingHttpHeaders;
  readonly rawBody: Buffer;
  /** The raw body as UTF-8 text. */
  readonly body: string;
  readonly receivedAt: Date;
}

/** A status alone, a status with a body and headers, or none: the connection is closed. */
export type Answer =
  | number
  | 'none'
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> };

/** Statuses answered in turn, the last one for ever; or a function, `index` counting from 0. */
export type Answers =
  readonly number[] | ((request: ReceivedRequest, index: number) => Answer | Promise<Answer>);

export interface Receiver {
  /** For instance `http://127.0.0.1:<port>/hook`. */
  readonly url: string;
  /** In the order of arrival, each recorded before it is answered. */
  readonly requests: readonly ReceivedRequest[];
  /** @throws Error when fewer than `count` have arrived after `deadlineMs`. */
  waitForRequests(count: number, deadlineMs?: number): Promise<readonly ReceivedRequest[]>;
  close(): Promise<void>;
}

/** A customer's server on a free port, of 127.0.0.1 by default: records every request and answers as told. */
export async function startReceiver(
  answers: Answers = [200],
  { host = '127.0.0.1' }: { readonly host?: '127.0.0.1' | '::1' } = {},
): Promise<Receiver> {
  const requests: ReceivedRequest[] = [];
  const arrivals = new Set<() => void>();

  const server = http.createServer((message, response) => {
    receive(message).then(async (request) => {
      const index = requests.push(request) - 1;
      for (const notify of arrivals) notify();
      reply(response, await answerTo(answers, request, index));
    }, ignoreAbortedRequest);
  });
  server.listen(0, host);
  await once(server, 'listening');

  return {
    url: `http://${host === '::1' ? '[::1]' : host}:${(server.address() as AddressInfo).port}/hook`,
    requests,

    waitForRequests(count, deadlineMs = 10_000) {
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          arrivals.delete(check);
          reject(new Error(`expected ${count} requests within ${deadlineMs} ms, got ${requests.length}`));
        }, deadlineMs);
        const check = () => {
          if (requests.length < count) return;
          clearTimeout(late);
          arrivals.delete(check);
          resolve(requests);
        };
        arrivals.add(check);
        check();
      });
    },

    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function receive(message: http.IncomingMessage): Promise<ReceivedRequest> {
  const receivedAt = new Date();
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const rawBody = Buffer.concat(chunks);
  const { method = '', url: path = '', headers } = message;
  return { method, path, headers, rawBody, body: rawBody.toString('utf8'), receivedAt };
}

async function answerTo(answers: Answers, request: ReceivedRequest, index: number): Promise<Answer> {
  if (typeof answers === 'function') return answers(request, index);
  return answers[Math.min(index, answers.length - 1)] ?? 200;
}

function reply(response: http.ServerResponse, answer: Answer): void {
  if (answer === 'none') return void response.socket?.destroy();
  const { status, body = '', headers = {} } = typeof answer === 'number' ? { status: answer } : answer;
  response.writeHead(status, headers).end(body);
}

/** A sender that went away before its body was complete made no request. */
function ignoreAbortedRequest(): void {}
