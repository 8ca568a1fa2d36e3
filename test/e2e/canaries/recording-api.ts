import { connect } from 'node:net';
import { operationFor } from '../../support/services/documented';
import type { Place } from './hunt';

export interface Asked {
  readonly json?: unknown;
  /** Sent as it is, as JSON where no header says otherwise. */
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** `user:password` of HTTP Basic. */
  readonly as?: string;
}

/** Calls the API and keeps every byte of the answers. */
export class RecordingApi {
  readonly answers: Place[] = [];

  /** @param marker sent as the request's id, which the log and the answer repeat. */
  constructor(
    private readonly port: () => number,
    private readonly marker: string,
  ) {}

  /** @throws Error for an answer of another status. */
  async call(line: string, expected: number, asked: Asked = {}): Promise<Readonly<Record<string, unknown>>> {
    const [method = '', target = ''] = line.split(' ');
    const response = await fetch(
      `http://127.0.0.1:${this.port()}${target}`,
      toInit(method, this.marker, asked),
    );
    const text = await response.text();
    const head = JSON.stringify([...response.headers]);
    this.answers.push({
      kind: 'API answer',
      name: `${line} ${response.status}`,
      bytes: Buffer.from(`${head}\n${text}`),
      operationId: operationFor(line)?.operationId,
      asked: `${target}\n${bodyText(asked)}`,
    });
    if (response.status !== expected)
      throw new Error(`${line}: ${response.status} ${text}, expected ${expected}`);
    return text === '' ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>);
  }

  /** Sends bytes that no HTTP client would, and reads until the end of the connection. */
  async sendRaw(name: string, bytes: string): Promise<void> {
    const socket = connect(this.port(), '127.0.0.1');
    socket.end(bytes);
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    this.answers.push({ kind: 'API answer', name, bytes: Buffer.concat(chunks), asked: bytes });
  }
}

function toInit(method: string, marker: string, { json, body, headers, as }: Asked): RequestInit {
  const sent = json === undefined ? body : JSON.stringify(json);
  return {
    method,
    headers: {
      'X-Request-Id': marker,
      ...(as !== undefined && { Authorization: `Basic ${Buffer.from(as).toString('base64')}` }),
      ...(sent !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(sent !== undefined && { body: sent }),
  };
}

function bodyText({ json, body }: Asked): string {
  if (json !== undefined) return JSON.stringify(json);
  return body === undefined ? '' : Buffer.from(body).toString('utf8');
}
