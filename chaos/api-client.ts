import type { Credentials } from '../cluster/create-environment';

/** Every request is promised an answer within 10 s; what comes later is late, with a little for a busy machine. */
const PROMISED_ANSWER_MS = 10_000;
const ALLOWANCE_MS = 2_000;

export interface ApiAnswer {
  /** `undefined` when the connection brought none. */
  readonly status: number | undefined;
  readonly body: unknown;
  readonly tookMs: number;
  /** Whether it was given up because it took longer than is promised. */
  readonly isLate: boolean;
}

/** Calls one API of several. */
export class ApiClient {
  constructor(
    readonly urls: readonly string[],
    private readonly credentials: Credentials,
  ) {}

  /** @param index which of the APIs, counted on over their number. */
  async call(index: number, method: string, resource: string, content?: object): Promise<ApiAnswer> {
    const { cloud_name, api_key, api_secret } = this.credentials;
    const startedMs = performance.now();
    const signal = AbortSignal.timeout(PROMISED_ANSWER_MS + ALLOWANCE_MS);
    try {
      const response = await fetch(`${this.urls[index % this.urls.length]}/v1_1/${cloud_name}${resource}`, {
        method,
        signal,
        headers: {
          authorization: `Basic ${Buffer.from(`${api_key}:${api_secret}`).toString('base64')}`,
          'content-type': 'application/json',
        },
        ...(content !== undefined && { body: JSON.stringify(content) }),
      });
      const body: unknown = await response.json();
      return { status: response.status, body, tookMs: performance.now() - startedMs, isLate: false };
    } catch {
      const tookMs = performance.now() - startedMs;
      return { status: undefined, body: undefined, tookMs, isLate: signal.aborted };
    }
  }
}
