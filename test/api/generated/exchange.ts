import http from 'node:http';
import { connect } from 'node:net';

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, as on the request line. */
  readonly target: string;
  /** Names may repeat. `Host` and, for a body, `Content-Length` are added where they are missing. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer | undefined;
}

export interface WireAnswer {
  readonly status: number;
  /** The head as text. */
  readonly head: string;
  readonly text: string;
}

/** Every request of a test ends before this; none waits for anything. */
const DEADLINE_MS = 10_000;

/** Sends requests to one port of this machine, also those that no well-behaved client would make. */
export class Exchange {
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

  constructor(private readonly port: number) {}

  close(): void {
    this.agent.destroy();
  }

  async send(request: WireRequest): Promise<WireAnswer> {
    return isWellFormed(request) ? this.sendProperly(request) : this.sendAnyhow(request);
  }

  private sendProperly({ method, target, headers, body }: WireRequest): Promise<WireAnswer> {
    const { port, agent } = this;
    return new Promise((resolve, reject) => {
      const options = { port, host: '127.0.0.1', method, path: target, agent, timeout: DEADLINE_MS };
      const request = http.request({ ...options, headers: grouped(this.complete(headers, body)) });
      request.on('timeout', () => request.destroy(new Error(`${method} ${target}: no answer in time`)));
      request.on('error', reject);
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const head = response.rawHeaders.join('\n');
          resolve({ status: response.statusCode ?? 0, head, text: Buffer.concat(chunks).toString('utf8') });
        });
      });
      request.end(body);
    });
  }

  /** Without a client's judgement of method, target and headers. */
  private sendAnyhow({ method, target, headers, body }: WireRequest): Promise<WireAnswer> {
    const lines = this.complete(headers, body).map(([name, value]) => `${name}: ${value}\r\n`);
    const head = `${method} ${target} HTTP/1.1\r\n${lines.join('')}Connection: close\r\n\r\n`;
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      const socket = connect(this.port, '127.0.0.1');
      socket.setTimeout(DEADLINE_MS, () =>
        socket.destroy(new Error(`${method} ${target}: no answer in time`)),
      );
      socket.on('data', (chunk) => chunks.push(chunk));
      // An answer that came before the connection was reset counts.
      socket.on('error', (error) => (chunks.length === 0 ? reject(error) : undefined));
      socket.on('close', () => resolve(toAnswer(Buffer.concat(chunks).toString('utf8'))));
      socket.write(Buffer.concat([Buffer.from(head, 'latin1'), body ?? Buffer.alloc(0)]));
    });
  }

  private complete(headers: WireRequest['headers'], body: Buffer | undefined): WireRequest['headers'] {
    const names = new Set(headers.map(([name]) => name.toLowerCase()));
    const isFramed = names.has('content-length') || names.has('transfer-encoding');
    return [
      ...(names.has('host') ? [] : [['Host', `127.0.0.1:${this.port}`] as const]),
      ...headers,
      ...(body && !isFramed ? [['Content-Length', String(body.length)] as const] : []),
    ];
  }
}

/** Whether Node's own client would send it as it is. */
export function isWellFormed({ method, target, headers }: WireRequest): boolean {
  const areHeadersPlain = headers.every(
    ([name, value]) => /^[\w-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value) && !isHop(name),
  );
  return http.METHODS.includes(method) && /^\/[\x21-\x7e]*$/.test(target) && areHeadersPlain;
}

/** Headers that the client itself would act on. */
function isHop(name: string): boolean {
  return /^(connection|transfer-encoding|content-length|expect|upgrade|host|te|trailer)$/i.test(name);
}

/** A list where a name repeats. */
function grouped(headers: WireRequest['headers']): Record<string, string | string[]> {
  const byName: Record<string, string | string[]> = {};
  for (const [name, value] of headers) {
    const given = byName[name];
    byName[name] = given === undefined ? value : [given, value].flat();
  }
  return byName;
}

function toAnswer(received: string): WireAnswer {
  const text = received.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '');
  const [, status = '0'] = /^HTTP\/1\.1 (\d{3})/.exec(text) ?? [];
  const end = text.indexOf('\r\n\r\n');
  return { status: Number(status), head: text.slice(0, end), text: end < 0 ? '' : text.slice(end + 4) };
}
