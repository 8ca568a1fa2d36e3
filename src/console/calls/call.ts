import { keepAnswer, knownAnswer } from './known-answers';
import { noteServerTime } from './server-clock';

interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: object;
  /** Name of the state that it changes: of another one it changes nothing. */
  readonly ifMatch?: string;
  /** A status that is an answer here, too. */
  readonly alsoStatus?: number;
  readonly signal?: AbortSignal;
}

/** A request that the API refused, or that had no answer: then `status` is 0. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';

  constructor(
    message: string,
    readonly status: number,
    readonly code: string,
    /** The request's id, by which the log knows it. */
    readonly requestId: string | undefined,
  ) {
    super(message);
  }
}

interface Fault {
  readonly error?: { readonly message?: string; readonly code?: string };
}

/**
 * Calls the API with the session's cookie, which no script can read. What is known already, and still the same, is not sent
 * again: then the same object comes back.
 *
 * @throws CallFailed.
 */
export async function call<Answer>(
  path: string,
  { method = 'GET', body, ifMatch, alsoStatus, signal }: Call = {},
): Promise<Answer> {
  const before = method === 'GET' ? knownAnswer(path) : undefined;
  const response = await send(path, {
    method,
    headers: {
      Accept: 'application/json',
      'X-Requested-By': 'console',
      ...(before && { 'If-None-Match': before.etag }),
      ...(ifMatch !== undefined && { 'If-Match': ifMatch }),
      ...(body && { 'Content-Type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  noteServerTime(response.headers.get('Date'));
  if (before && response.status === 304) return before.answer as Answer;
  const answer = await readJson(response);
  if (method === 'GET') keepAnswer(path, response.headers.get('ETag'), answer);
  if (response.ok || response.status === alsoStatus) return answer as Answer;
  const { message = `the API answered ${response.status}`, code = '' } =
    (answer as Fault | null)?.error ?? {};
  throw new CallFailed(message, response.status, code, response.headers.get('X-Request-Id') ?? undefined);
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, cache: 'no-store', credentials: 'same-origin' });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new CallFailed('The API does not answer.', 0, 'unreachable', undefined);
  }
}

/** @returns `null` for what is no JSON, for instance the page of a proxy. */
async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}
