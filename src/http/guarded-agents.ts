import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { AddressNotAllowed, type AddressSource, findAllowedAddresses } from './allowed-addresses';

/**
 * Node gives each address but the last 250 ms to connect and far receivers need more
 * (nodejs/node issue 54359).
 */
const ADDRESS_ATTEMPT_TIMEOUT_MS = 2_000;
const MAX_ADDRESSES = 16;

/** How long and how many connections wait for another request to the same origin. */
export interface IdleLimits {
  readonly maxIdleMs: number;
  /** Counted from the end of the connection's first request. */
  readonly maxAgeMs: number;
  readonly maxIdlePerOrigin: number;
  readonly maxIdleInAll: number;
}

export interface GuardedAgents {
  readonly http: http.Agent;
  readonly https: https.Agent;
  /** Destroys all connections, idle or not. */
  destroy(): void;
}

/**
 * Agents that connect to allowed addresses only. The addresses that were judged are those that are
 * connected to: there is no second lookup in which a name could lead elsewhere. The host name stays
 * in the `Host` header and in TLS.
 *
 * @param limits without them, no connection is used twice.
 * @param ca PEM of the certificate authorities to trust; the bundled ones when absent.
 */
export function createGuardedAgents(
  addresses: AddressSource,
  { limits, ca }: { readonly limits?: IdleLimits; readonly ca?: readonly string[] | undefined } = {},
): GuardedAgents {
  const options: http.AgentOptions =
    limits === undefined
      ? { keepAlive: false }
      : { keepAlive: true, timeout: limits.maxIdleMs, maxFreeSockets: limits.maxIdlePerOrigin };
  const agents = {
    http: new http.Agent(options),
    https: new https.Agent(ca === undefined ? options : { ...options, ca: [...ca] }),
  };
  for (const agent of [agents.http, agents.https]) {
    guardConnections(agent, addresses);
    if (limits !== undefined) limitIdleConnections(agent, limits);
  }
  return {
    ...agents,
    destroy() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

function guardConnections(agent: http.Agent, addresses: AddressSource): void {
  const connect = agent.createConnection.bind(agent);

  agent.createConnection = (options, callback) => {
    // Node looks up names only: a literal address must be judged here.
    const host = options.host ?? '';
    if (isIP(host) !== 0 && !addresses.rules.isAllowed(host)) {
      process.nextTick(() => callback?.(new AddressNotAllowed(), new Socket()));
      return undefined;
    }
    const abandoned = new AbortController();
    const guarded = {
      ...options,
      lookup: guardedLookup(addresses, abandoned.signal),
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_TIMEOUT_MS,
    };
    const socket = connect(guarded, callback);
    socket?.once('close', () => abandoned.abort());
    if (socket instanceof Socket) judgeAgainOnceConnected(socket, addresses);
    return socket;
  };
}

/** Answers with all addresses, as `autoSelectFamily` expects it. */
function guardedLookup(addresses: AddressSource, signal: AbortSignal): LookupFunction {
  return (hostname, _options, callback) => {
    findAllowedAddresses(addresses, hostname, signal).then(
      (found) =>
        callback(
          null,
          found.slice(0, MAX_ADDRESSES).map((address) => ({ address, family: isIP(address) })),
        ),
      (error: Error) => callback(error, []),
    );
  };
}

function judgeAgainOnceConnected(socket: Socket, { rules }: AddressSource): void {
  socket.once('connect', () => {
    if (!rules.isAllowed(socket.remoteAddress ?? '')) socket.destroy(new AddressNotAllowed());
  });
}

function limitIdleConnections(agent: http.Agent, { maxAgeMs, maxIdleInAll }: IdleLimits): void {
  const firstIdleAt = new WeakMap<Duplex, number>();
  const mayKeep: (socket: Duplex) => unknown = agent.keepSocketAlive.bind(agent);

  agent.keepSocketAlive = (socket) => {
    const now = performance.now();
    const since = firstIdleAt.get(socket) ?? now;
    firstIdleAt.set(socket, since);
    return now - since < maxAgeMs && countIdle(agent) < maxIdleInAll && mayKeep(socket) === true;
  };
}

function countIdle(agent: http.Agent): number {
  return Object.values(agent.freeSockets).reduce((count, sockets) => count + (sockets?.length ?? 0), 0);
}
