import https from 'node:https';
import { Socket, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import http from 'node:http';
import type { SecureContext } from 'node:tls';
import type { AddressRules } from '../../domain/destinations/address-rules';
import { judgeLiteral, AddressNotAllowed } from './allowed-addresses';
import type { Deadline } from '../deadline';
import type { EgressProxy } from './egress-proxy';

export interface ProxiedOptions extends Pick<TunnelOptions, 'proxy' | 'secureContext'> {
  readonly rules: AddressRules;
}

/** Options of a request, as its agent hands them on. */
type RequestOptions = http.ClientRequestArgs & { readonly deadline?: Deadline };

/**
 * Makes an agent reach every receiver through a tunnel of the proxy, over plain HTTP too. Literal addresses are
 * judged here as without a proxy; where a name leads to only the proxy knows, and has to judge.
 */
export function connectThroughProxy(agent: http.Agent, { rules, ...through }: ProxiedOptions): void {
  const connect = agent.createConnection.bind(agent);
  const needsTls = agent instanceof https.Agent;

  const open = async (options: RequestOptions): Promise<Duplex> => {
    const host = options.host ?? '';
    const refusal = judgeLiteral(rules, host);
    if (refusal) throw refusal;
    const authority = `${host.includes(':') ? `[${host}]` : host}:${options.port}`;
    const socket = await openTunnel({ ...through, authority, deadline: options.deadline });
    const inTunnel = { ...options, socket };
    return (needsTls && connect(inTunnel)) || socket;
  };

  agent.createConnection = (options, callback) => {
    open(options).then(
      (socket) => callback?.(null, socket),
      (error: Error) => callback?.(error, new Socket()),
    );
    return undefined;
  };
}

/** The proxy is near: what takes longer is no answer. */
const CONNECT_TIMEOUT_MS = 5_000;
/** The proxy gives up on receivers earlier; one that says nothing for so long is out of order. */
const ANSWER_TIMEOUT_MS = 15_000;
const MAX_HEADER_BYTES = 16 * 1024;

/** The proxy is out of order, or set up wrongly: no receiver is to blame. The message names no credentials. */
export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure';
}

/** The proxy could not reach the receiver. */
export class ProxyCouldNotReach extends Error {
  override readonly name = 'ProxyCouldNotReach';

  constructor(readonly httpStatus: number) {
    super(`the egress proxy answered ${httpStatus}`);
  }
}

interface TunnelOptions {
  readonly proxy: EgressProxy;
  /** Whom to trust when the proxy speaks TLS; the bundled authorities when absent. */
  readonly secureContext: SecureContext | undefined;
  /** Host and port of the receiver. */
  readonly authority: string;
  /** Of the attempt. */
  readonly deadline: Deadline | undefined;
}

/**
 * Has the proxy connect to a receiver. Source: RFC 9110, section 9.3.6.
 *
 * @throws ProxyFailure when the proxy cannot be reached, wants other credentials, fails, or is silent for too long.
 * @throws AddressNotAllowed when it refuses the receiver.
 * @throws ProxyCouldNotReach when it answers 502 or 504.
 */
function openTunnel(options: TunnelOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const { deadline } = options;
    const request = connectRequest(options);
    const limit = (ms: number, what: string) =>
      setTimeout(
        () => request.destroy(new ProxyFailure(`the egress proxy ${what} within ${ms / 1000} s`)),
        ms,
      );
    const abandon = () => request.destroy();

    const connectMs = Math.min(CONNECT_TIMEOUT_MS, (deadline?.timeoutMs ?? Infinity) / 2);
    let timer = limit(connectMs, 'could not be connected to');
    deadline?.signal.addEventListener('abort', abandon, { once: true });
    const settle = () => {
      clearTimeout(timer);
      deadline?.signal.removeEventListener('abort', abandon);
    };

    request.once('socket', (socket) => {
      socket.once(options.proxy.isSecure ? 'secureConnect' : 'connect', () => {
        clearTimeout(timer);
        timer = limit(ANSWER_TIMEOUT_MS, 'did not answer CONNECT');
      });
    });
    request.once('connect', (answer, socket, head) => {
      settle();
      const refusal = refusalIn(answer);
      if (refusal) {
        socket.destroy();
        return reject(refusal);
      }
      if (head.length > 0) socket.unshift(head);
      socket.setNoDelay(true);
      resolve(socket);
    });
    request.once('error', (error) => {
      settle();
      reject(error instanceof ProxyFailure ? error : unreachable(error));
    });
    request.once('close', settle);
    request.end();
  });
}

function connectRequest({ proxy, authority, secureContext }: TunnelOptions): http.ClientRequest {
  const options = {
    method: 'CONNECT',
    host: proxy.host,
    port: proxy.port,
    path: authority,
    headers: {
      host: authority,
      connection: 'keep-alive',
      ...(proxy.authorization === undefined ? {} : { 'proxy-authorization': proxy.authorization }),
    },
    agent: false,
    maxHeaderSize: MAX_HEADER_BYTES,
  } as const;
  if (!proxy.isSecure) return http.request(options);
  // Node would take the name from the `Host` header, which is the receiver's.
  const servername = isIP(proxy.host) === 0 ? proxy.host : '';
  return https.request({ ...options, servername, ...(secureContext && { secureContext }) });
}

/**
 * The meaning of the proxy's answer, unless it is a tunnel. A 407 without a challenge asks for no credentials: some
 * proxies refuse a destination this way (Smokescreen), others with 403. Source: RFC 9110, section 15.5.8.
 */
function refusalIn({ statusCode = 0, headers }: http.IncomingMessage): Error | undefined {
  if (statusCode >= 200 && statusCode < 300) return undefined;
  if (statusCode === 403) return new AddressNotAllowed();
  if (statusCode === 407 && headers['proxy-authenticate'] === undefined) return new AddressNotAllowed();
  if (statusCode === 502 || statusCode === 504) return new ProxyCouldNotReach(statusCode);
  return new ProxyFailure(`the egress proxy answered ${statusCode} to CONNECT`);
}

function unreachable(cause: Error): ProxyFailure {
  const { code } = cause as NodeJS.ErrnoException;
  return new ProxyFailure(`the egress proxy could not be spoken to${code ? ` (${code})` : ''}`, { cause });
}
