import type http from 'node:http';
import type { Duplex } from 'node:stream';

/** How long and how many connections wait for another request to the same origin. */
export interface IdleLimits {
  readonly maxIdleMs: number;
  /** Counted from the end of the connection's first request. */
  readonly maxAgeMs: number;
  readonly maxIdlePerOrigin: number;
  readonly maxIdleInAll: number;
}

/** Makes an agent keep no connection beyond the limits that it does not know by itself: the age, and the count of all. */
export function limitIdleConnections(agent: http.Agent, { maxAgeMs, maxIdleInAll }: IdleLimits): void {
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
