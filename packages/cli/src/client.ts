import type { Credentials } from './credentials.ts';
import { EXIT, Failure, type ExitCode } from './failure.ts';

/** An answer of the service that is no success. */
export class ApiFailure extends Failure {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message, exitCodeOfStatus(status));
  }
}

/** Whether the service refused one thing, while others may succeed: not for want of credentials. */
export function isRefusal(error: unknown): error is ApiFailure {
  return error instanceof ApiFailure && error.exitCode !== EXIT.credentials;
}

/** The service could not be asked, or answered nothing that it would say: the same may succeed later. */
export class Unreachable extends Failure {}

function exitCodeOfStatus(status: number): ExitCode {
  if (status === 401 || status === 403) return EXIT.credentials;
  return status === 404 ? EXIT.notFound : EXIT.failed;
}

interface Request {
  /** Values that are `undefined` are left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly json?: unknown;
  readonly signal?: AbortSignal;
  /** 30 s by default. */
  readonly timeoutMs?: number;
}

export interface Client {
  readonly credentials: Credentials;
  /**
   * Calls a path of the product environment, for instance `/triggers`; one that begins with `/v2/` as it is.
   *
   * @throws ApiFailure with the message of the service; Unreachable when it does not answer.
   */
  call<Answer>(method: string, path: string, request?: Request): Promise<Answer>;
}

const TIMEOUT_MS = 30_000;
/** Statuses that say to come again. */
const PASSING = [420, 429, 502, 503, 504];

export function createClient(credentials: Credentials): Client {
  const { url, cloudName, apiKey, apiSecret } = credentials;
  const authorization = `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`;
  return {
    credentials,
    async call<Answer>(method: string, path: string, request: Request = {}): Promise<Answer> {
      const { query = {}, json, signal, timeoutMs = TIMEOUT_MS } = request;
      const base = path.startsWith('/v2/') ? url : `${url}/v1_1/${encodeURIComponent(cloudName)}`;
      const target = new URL(base + path);
      for (const [name, value] of Object.entries(query)) {
        if (value !== undefined) target.searchParams.set(name, String(value));
      }
      const timeout = AbortSignal.timeout(timeoutMs);
      const response = await ask(target, {
        method,
        headers: { authorization, ...(json !== undefined && { 'content-type': 'application/json' }) },
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        ...(json !== undefined && { body: JSON.stringify(json) }),
      });
      const answer = readAnswer(response.status, response.text, url);
      if (response.status < 400) return answer as Answer;
      const message = messageIn(answer) ?? `${method} ${target.pathname} answered ${response.status}`;
      if (PASSING.includes(response.status)) throw new Unreachable(message);
      throw new ApiFailure(response.status, message);
    },
  };
}

async function ask(target: URL, init: RequestInit): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(target, init);
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if (init.signal?.aborted && (init.signal.reason as Error).name !== 'TimeoutError') throw error;
    const { cause, message } = error as Error;
    const why = (cause as NodeJS.ErrnoException | undefined)?.code ?? message;
    throw new Unreachable(`${target.origin} does not answer: ${why}`, EXIT.failed, { cause: error });
  }
}

function readAnswer(status: number, text: string, url: string): unknown {
  try {
    return text === '' ? {} : (JSON.parse(text) as unknown);
  } catch {
    const what = `${url} answered ${status} with something else than JSON: expected the webhook service there`;
    throw status >= 500 ? new Unreachable(what) : new Failure(what);
  }
}

function messageIn(answer: unknown): string | undefined {
  return (answer as { readonly error?: { readonly message?: string } }).error?.message;
}
