import type { IncomingMessage } from 'node:http';
import { createSecureContext } from 'node:tls';
import {
  outcomeOfAnswer,
  type AttemptOutcome,
  type AttemptTimings,
  type OutgoingPost,
} from '../domain/deliveries/attempt';
import { parseDestinationUrl } from '../domain/destinations/destination-url';
import { DomainError } from '../domain/errors';
import { startDeadline } from './deadline';
import { explainFailure, type ExplainedFailure } from './explain-failure';
import type { AddressSource } from './network/allowed-addresses';
import type { EgressProxy } from './network/egress-proxy';
import { createGuardedAgents, type GuardedAgents, type IdleLimits } from './network/guarded-agents';
import {
  readExcerpt,
  RequestFailed,
  sendRequest,
  measureSteps,
  type HttpPost,
  type StepMeasure,
} from './send-request';

interface SenderOptions extends AddressSource {
  /** PEM of the certificate authorities to trust; the bundled ones when absent. */
  readonly ca?: readonly string[] | undefined;
  /** All notifications go through it, and it looks up all names: `resolver` is not asked then. */
  readonly proxy?: EgressProxy | undefined;
}

export interface HttpSender {
  /**
   * Makes one POST. Its duration is counted from before the name lookup until the answer's head was
   * complete, or until it failed.
   *
   * Never rejects because of what the receiver did: that is an outcome. Rejects when this machine is
   * out of sockets, memory or the like, and when the egress proxy fails.
   */
  post(request: OutgoingPost): Promise<AttemptOutcome>;
  /** Destroys all connections. Call it when no POST is in progress. */
  close(): void;
}

/**
 * An origin keeps at most as many connections as a URL has places. A POST on a new connection costs twice as much as
 * one on an old connection.
 */
const IDLE_LIMITS: IdleLimits = {
  maxIdleMs: 4_000,
  maxAgeMs: 60_000,
  maxIdlePerOrigin: 100,
  maxIdleInAll: 512,
};

/** Sends notifications to allowed addresses, each within its deadline. */
export function createSender({ rules, resolver, ca, proxy }: SenderOptions): HttpSender {
  const secureContext = ca && createSecureContext({ ca: [...ca] });
  const pooled = createGuardedAgents({ rules, resolver }, { limits: IDLE_LIMITS, secureContext, proxy });
  const fresh = createGuardedAgents({ rules, resolver }, { secureContext, proxy });

  async function answerTo(outgoing: OutgoingPost, url: URL): Promise<AttemptOutcome> {
    const { body, headers, timeoutMs, successStatuses = '200' } = outgoing;
    let resent: { readonly resent?: true } = {};
    const startedAt = performance.now();
    const deadline = startDeadline(timeoutMs);
    const steps = measureSteps();
    const elapsedMs = () => Math.round(performance.now() - startedAt);
    try {
      const post = { url, headers, body: Buffer.from(body), deadline, watch: steps.watch };
      const message = await sendSurely(post, { pooled, fresh }, () => (resent = { resent: true }));
      const durationMs = elapsedMs();
      const responseExcerpt = await readExcerpt(message, deadline.signal);
      const answer = {
        httpStatus: message.statusCode ?? 0,
        responseHeaders: keepHeaders(message.rawHeaders),
        responseExcerpt,
        durationMs,
        ...measured(steps),
        ...resent,
      };
      return outcomeOfAnswer(answer, successStatuses);
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      const failure = explainFailure(error.cause, timeoutMs);
      if (failure === undefined) throw error.cause;
      const ending = { ...unreachable(failure, elapsedMs()), ...resent };
      // How long a forbidden address takes to answer would tell what is there.
      return failure.errorCode === 'destination_not_allowed' ? ending : { ...ending, ...measured(steps) };
    } finally {
      deadline.clear();
    }
  }

  return {
    async post(request) {
      const url = judgeUrl(request.url, rules.allowsLoopback);
      return url instanceof URL ? answerTo(request, url) : unreachable(url, 0);
    },

    close() {
      pooled.destroy();
      fresh.destroy();
    },
  };
}

/**
 * Sends a request, and sends it once more if a connection from the pool turned out to be dead. Receivers close idle
 * connections. A request that crosses with that would otherwise cost its delivery a whole wait.
 *
 * @param onResend called before it is sent once more.
 */
async function sendSurely(
  post: Omit<HttpPost, 'agents'>,
  { pooled, fresh }: { readonly pooled: GuardedAgents; readonly fresh: GuardedAgents },
  onResend: () => void,
): Promise<IncomingMessage> {
  try {
    return await sendRequest({ ...post, agents: pooled });
  } catch (error) {
    const isStale = error instanceof RequestFailed && error.wasStaleConnection;
    if (!isStale || post.deadline.signal.aborted) throw error;
    onResend();
    return sendRequest({ ...post, agents: fresh });
  }
}

/** The rules may have become stricter since the URL was stored. */
function judgeUrl(url: string, allowLoopbackNames: boolean): URL | ExplainedFailure {
  try {
    return new URL(parseDestinationUrl('uri', url, { allowLoopbackNames }));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { errorCode: 'destination_not_allowed', errorMessage: error.message };
  }
}

function measured(steps: StepMeasure): { readonly timingsMs?: AttemptTimings } {
  const timingsMs = steps.read();
  return timingsMs ? { timingsMs } : {};
}

function unreachable(failure: ExplainedFailure, durationMs: number): AttemptOutcome {
  return { kind: 'unreachable', ...failure, durationMs };
}

const MAX_KEPT_BYTES = 8 * 1024;

/**
 * Returns the part of an answer's headers that is kept: names as they came, several values of one name joined, and only
 * the name of each cookie. Headers beyond 8 KiB are left out.
 *
 * @param rawHeaders names and values in turn, as Node gives them.
 */
export function keepHeaders(rawHeaders: readonly string[]): Readonly<Record<string, string>> {
  const kept = new Map<string, { readonly name: string; value: string }>();
  let bytes = 0;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const key = name.toLowerCase();
    const value =
      key === 'set-cookie' ? maskCookie(rawHeaders[index + 1] ?? '') : (rawHeaders[index + 1] ?? '');
    bytes += Buffer.byteLength(JSON.stringify([name, value]));
    if (bytes > MAX_KEPT_BYTES) break;
    const before = kept.get(key);
    if (before) before.value += `, ${value}`;
    else kept.set(key, { name, value });
  }
  return Object.fromEntries([...kept.values()].map(({ name, value }) => [name, value]));
}

function maskCookie(value: string): string {
  const [pair = '', ...attributes] = value.split(';');
  const end = pair.indexOf('=');
  const masked = end < 0 ? '***' : `${pair.slice(0, end)}=***`;
  return [masked, ...attributes].join(';');
}
