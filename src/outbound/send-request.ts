import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { AttemptTimings } from '../domain/deliveries/attempt';
import type { Deadline } from './deadline';
import type { GuardedAgents } from './network/guarded-agents';

const MAX_HEADER_BYTES = 16 * 1024;
const MAX_INFORMATIONAL_ANSWERS = 100;
const SWITCH_OF_PROTOCOLS = 'status 101, a switch of protocols that was not asked for';

/** The receiver answered something that is not an answer to a POST. The message is for the customer. */
export class InvalidAnswer extends Error {
  override readonly name = 'InvalidAnswer';
}

/** The request ended without an answer; `cause` says how. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';

  constructor(
    override readonly cause: unknown,
    /** The connection had served before, and it ended before it brought one byte of an answer. */
    readonly wasStaleConnection: boolean,
  ) {
    super('the request failed', { cause });
  }
}

export interface HttpPost {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly agents: GuardedAgents;
  readonly deadline: Deadline;
  /** Called with the request, once it is made. */
  readonly watch?: (request: http.ClientRequest) => void;
}

/**
 * Sends a POST and resolves as soon as the head of its answer is complete. Follows no redirect, asks
 * for no compression.
 *
 * @throws RequestFailed for everything that the receiver, the network or the egress proxy does, and at the deadline.
 */
export function sendRequest({
  url,
  headers,
  body,
  agents,
  deadline,
  watch,
}: HttpPost): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = {
      method: 'POST',
      headers: { ...headers, 'content-length': String(body.length) },
      maxHeaderSize: MAX_HEADER_BYTES,
      // For the agent, whose way to the receiver may have more than one step.
      deadline,
    };
    const request =
      url.protocol === 'https:'
        ? https.request(url, { ...options, agent: agents.https })
        : http.request(url, { ...options, agent: agents.http });

    watch?.(request);
    let isSettled = false;
    let bytesReadBefore = 0;
    const succeed = (message: http.IncomingMessage) => {
      isSettled = true;
      resolve(message);
    };
    const fail = (cause: unknown) => {
      if (isSettled) return;
      isSettled = true;
      const wasUnanswered = request.socket?.bytesRead === bytesReadBefore;
      reject(new RequestFailed(cause, request.reusedSocket && wasUnanswered));
      request.destroy();
    };

    request.once('socket', (socket) => (bytesReadBefore = socket.bytesRead));
    request.once('response', (message) => {
      if (message.statusCode === 101) fail(new InvalidAnswer(SWITCH_OF_PROTOCOLS));
      else succeed(message);
    });
    request.on('error', fail);
    refuseOtherAnswers(request, fail);
    // Not Node's own `signal` option: it says nothing while a request waits for its connection.
    deadline.signal.addEventListener('abort', () => fail(deadline.signal.reason), { once: true });
    request.end(body);
  });
}

function refuseOtherAnswers(request: http.ClientRequest, fail: (cause: Error) => void): void {
  let informationalAnswers = 0;
  request.on('information', () => {
    informationalAnswers += 1;
    if (informationalAnswers > MAX_INFORMATIONAL_ANSWERS) {
      fail(new InvalidAnswer(`more than ${MAX_INFORMATIONAL_ANSWERS} informational (1xx) answers`));
    }
  });
  request.once('upgrade', (_message, socket) => {
    socket.destroy();
    fail(new InvalidAnswer(SWITCH_OF_PROTOCOLS));
  });
}

const MAX_READ_MS = 2_000;
const MAX_READ_BYTES = 64 * 1024;
const MAX_EXCERPT_BYTES = 8 * 1024;

/**
 * Reads the beginning of an answer's body: at most 64 KiB, for at most 2 s, or until `signal` aborts.
 * Only a body that was read to its end leaves the connection usable; any other is cut off. Never
 * rejects, since the status has decided already.
 *
 * @returns at most 8 KiB of UTF-8 text: invalid bytes replaced, NUL characters, which PostgreSQL
 * cannot store, left out, nothing decompressed.
 */
export async function readExcerpt(message: http.IncomingMessage, signal: AbortSignal): Promise<string> {
  return toText(await readStart(message, signal));
}

function readStart(message: http.IncomingMessage, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let byteCount = 0;

    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      if (!message.complete) message.destroy();
      resolve(Buffer.concat(chunks).subarray(0, MAX_EXCERPT_BYTES));
    };
    const timer = setTimeout(finish, MAX_READ_MS);
    if (signal.aborted) return finish();
    signal.addEventListener('abort', finish, { once: true });

    message.on('data', (chunk: Buffer) => {
      if (byteCount < MAX_EXCERPT_BYTES) chunks.push(chunk);
      byteCount += chunk.length;
      if (byteCount > MAX_READ_BYTES) finish();
    });
    message.once('end', finish);
    message.once('error', finish);
    message.once('close', finish);
  });
}

const encoder = new TextEncoder();
/** Written to, never read: how much of a text fits into it counts. */
const excerptRoom = new Uint8Array(MAX_EXCERPT_BYTES);

function toText(start: Buffer): string {
  if (start.length === 0) return '';
  // `stream` leaves out a character that the limit has cut in two.
  const text = new TextDecoder().decode(start, { stream: true }).replaceAll('\0', '');
  const { read } = encoder.encodeInto(text, excerptRoom);
  return text.slice(0, read);
}

export interface StepMeasure {
  /** Watches a request, which has just been made. Of several, the last one counts. */
  watch(request: http.ClientRequest): void;
  /** @returns `undefined` when no step has ended. */
  read(): AttemptTimings | undefined;
}

/** Measures how long each step of a request takes. A connection that was there before has only the last one. */
export function measureSteps(): StepMeasure {
  let timings: AttemptTimings = {};
  return {
    watch(request) {
      timings = {};
      let since = performance.now();
      const note = (step: keyof AttemptTimings) => {
        const now = performance.now();
        timings = { ...timings, [step]: Math.round(now - since) };
        since = now;
      };
      request.once('socket', (socket) => {
        if (!request.reusedSocket && socket.connecting) noteConnection(socket, note);
        else since = performance.now();
      });
      request.once('response', () => note('firstByte'));
    },
    read: () => (Object.keys(timings).length > 0 ? timings : undefined),
  };
}

function noteConnection(socket: Socket, note: (step: keyof AttemptTimings) => void): void {
  socket.once('lookup', (error: Error | null) => {
    if (!error) note('lookup');
  });
  socket.once('connect', () => note('connect'));
  if (socket instanceof TLSSocket) socket.once('secureConnect', () => note('tls'));
}
