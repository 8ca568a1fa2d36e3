import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { usageFailure } from '../failure.ts';

/** Where notifications go on this machine. */
export interface LocalServer {
  readonly url: URL;
  /** Besides those of the notification. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What the local server made of a notification. */
export type Forwarded =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly firstLine: string;
      readonly durationMs: number;
    }
  | { readonly kind: 'unreachable'; readonly reason: string; readonly durationMs: number };

/** Whether the local server has taken a notification: only 200 counts, as for the service. */
export function isAccepted(forwarded: Forwarded): boolean {
  return forwarded.kind === 'answered' && forwarded.status === 200;
}

/** As long as an attempt of the service has. */
const TIMEOUT_MS = 20_000;
const MAX_READ_BYTES = 8 * 1024;

/**
 * Reads where to forward to.
 *
 * @throws Failure for what is no http or https URL, and for another machine unless that is allowed.
 */
export function readForward(
  text: string,
  { allowRemote, headers }: { readonly allowRemote: boolean; readonly headers: readonly string[] },
): LocalServer {
  const spelled = /^\d+(\/|$)/.test(text) ? `localhost:${text}` : text;
  const whole = spelled.includes('://') ? spelled : `http://${spelled}`;
  if (!/^https?:\/\//i.test(whole) || !URL.canParse(whole))
    throw usageFailure(`--forward: got "${text}", expected an http or https URL`);
  const url = new URL(whole);
  if (!allowRemote && !isLoopback(url.hostname)) {
    throw usageFailure(
      `--forward: got "${text}", which is not this machine: add --allow-remote if you mean it`,
    );
  }
  return { url, headers: Object.fromEntries(headers.map(readHeader)) };
}

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 4) return host.startsWith('127.');
  return host === '::1' || host === 'localhost' || host.endsWith('.localhost');
}

function readHeader(text: string): readonly [string, string] {
  const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):\s*(.*)$/.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw usageFailure(`-H: got "${text}", expected name:value`);
}

/** POSTs exactly these bytes with exactly these headers. Never rejects: what the server did is the answer. */
export function forward(
  { url, headers: added }: LocalServer,
  { body, headers }: { readonly body: Buffer; readonly headers: Readonly<Record<string, string>> },
): Promise<Forwarded> {
  const startedMs = performance.now();
  const durationMs = () => Math.round(performance.now() - startedMs);
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve) => {
    const fail = (reason: string) => resolve({ kind: 'unreachable', reason, durationMs: durationMs() });
    const post = request(url, {
      method: 'POST',
      // Last those that a request of the service ends with.
      headers: {
        ...headers,
        ...added,
        'content-length': String(body.length),
        Host: url.host,
        Connection: 'keep-alive',
      },
      agent: false,
    });
    const deadline = setTimeout(
      () => post.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)),
      TIMEOUT_MS,
    );
    post.once('close', () => clearTimeout(deadline));
    post.once('error', (error: NodeJS.ErrnoException) =>
      fail(error.code === 'ECONNREFUSED' ? `nothing listens at ${url.host}` : error.message),
    );
    post.once('response', (response) => {
      let text = '';
      const end = () =>
        resolve({
          kind: 'answered',
          status: response.statusCode ?? 0,
          firstLine: text.split(/\r?\n/).find((line) => line.trim() !== '') ?? '',
          durationMs: durationMs(),
        });
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (text.length > MAX_READ_BYTES) response.destroy();
      });
      response.once('close', () => {
        end();
        post.destroy();
      });
    });
    post.end(body);
  });
}
