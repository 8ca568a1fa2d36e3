import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { SecureContext } from 'node:tls';
import type { AddressSource } from './allowed-addresses';
import { connectDirectly } from './connect-directly';
import { connectThroughProxy } from './connect-through-proxy';
import type { EgressProxy } from './egress-proxy';

export interface GuardedAgents {
  readonly http: http.Agent;
  readonly https: https.Agent;
  /** Destroys all connections, idle or not. */
  destroy(): void;
}

interface AgentOptions {
  /** Without them, no connection is used twice. */
  readonly limits?: IdleLimits;
  /** The certificate authorities to trust; the bundled ones when absent. */
  readonly secureContext?: SecureContext | undefined;
  /** All connections go through it. */
  readonly proxy?: EgressProxy | undefined;
}

/** How long and how many connections wait for another request to the same origin. */
export interface IdleLimits {
  readonly maxIdleMs: number;
  /** Counted from the end of the connection's first request. */
  readonly maxAgeMs: number;
  readonly maxIdlePerOrigin: number;
  readonly maxIdleInAll: number;
}

/** Agents that connect to allowed addresses only, or through a proxy that sees to it. */
export function createGuardedAgents(addresses: AddressSource, options: AgentOptions = {}): GuardedAgents {
  const { limits, secureContext, proxy } = options;
  const keeping: http.AgentOptions =
    limits === undefined
      ? { keepAlive: false }
      : { keepAlive: true, timeout: limits.maxIdleMs, maxFreeSockets: limits.maxIdlePerOrigin };
  const agents = {
    http: new http.Agent(keeping),
    // Not `ca`: Node would read all of it for every connection, and make it a part of every pool's name.
    https: new https.Agent({ ...keeping, ...(secureContext && { secureContext }) }),
  };
  for (const agent of [agents.http, agents.https]) {
    if (proxy) connectThroughProxy(agent, { rules: addresses.rules, proxy, secureContext });
    else connectDirectly(agent, addresses);
    if (limits) limitIdleConnections(agent, limits);
  }
  return {
    ...agents,
    destroy() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

/**
 * Makes an agent keep no connection beyond the limits that it does not know by itself: the age, and the count of all.
 */
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

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g;

/**
 * The bundled certificate authorities and those of a file of the operator's.
 *
 * @param file PEM.
 * @returns PEM, one certificate each.
 * @throws Error when the file cannot be read, has no certificate, or has one with a fault.
 */
export function readTrustedAuthorities(file: string): readonly string[] {
  const extra = read(file).match(CERTIFICATE) ?? [];
  if (extra.length === 0) throw new Error(`"${file}" contains no certificate; expected PEM`);
  extra.forEach((pem, index) => {
    try {
      new X509Certificate(pem);
    } catch (cause) {
      throw new Error(`certificate ${index + 1} in "${file}" cannot be read; expected PEM`, { cause });
    }
  });
  return [...tls.rootCertificates, ...extra];
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(`"${file}" cannot be read (${code}); expected a PEM file`, { cause });
  }
}
