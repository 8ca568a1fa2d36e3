/** What a fault is done to: one of the processes of a role, the way between one and a server, or everything. */
export type FaultTarget =
  'api' | 'worker' | 'service' | 'temporal' | 'postgres' | 'postgres link' | 'temporal link' | 'load';

export interface FaultKind {
  readonly target: FaultTarget;
  /** From the fault to its healing; 0 for one that is over at once. */
  readonly lastsSeconds: { readonly least: number; readonly most: number };
  readonly meaning: string;
}

const AT_ONCE = { least: 0, most: 0 };
const SHORT = { least: 1, most: 5 };
const LONG = { least: 2, most: 12 };

/** Everything that is done to the system; the names are those of the table in docs/reliability.md. */
export const FAULT_KINDS = {
  'api killed': { target: 'api', lastsSeconds: SHORT, meaning: 'kill -9 of an API; started again later' },
  'api frozen': { target: 'api', lastsSeconds: LONG, meaning: 'SIGSTOP of an API, later SIGCONT' },
  'worker killed': {
    target: 'worker',
    lastsSeconds: SHORT,
    meaning: 'kill -9 of a worker; started again later',
  },
  'worker frozen': { target: 'worker', lastsSeconds: LONG, meaning: 'SIGSTOP of a worker, later SIGCONT' },
  'temporal killed': { target: 'temporal', lastsSeconds: SHORT, meaning: 'kill -9 of the Temporal server' },
  'temporal frozen': {
    target: 'temporal',
    lastsSeconds: LONG,
    meaning: 'SIGSTOP of the Temporal server, later SIGCONT',
  },
  'temporal restarted': {
    target: 'temporal',
    lastsSeconds: SHORT,
    meaning: 'the Temporal server ends in order and starts again',
  },
  'postgres killed': {
    target: 'postgres',
    lastsSeconds: SHORT,
    meaning: 'kill -9 of PostgreSQL: it recovers from its log',
  },
  'postgres frozen': {
    target: 'postgres',
    lastsSeconds: LONG,
    meaning: 'SIGSTOP of all of PostgreSQL, later SIGCONT',
  },
  'postgres shut down at once': {
    target: 'postgres',
    lastsSeconds: SHORT,
    meaning: 'immediate shutdown, later a start',
  },
  'postgres connections ended': {
    target: 'postgres',
    lastsSeconds: AT_ONCE,
    meaning: 'pg_terminate_backend of every connection',
  },
  'postgres read-only': {
    target: 'postgres',
    lastsSeconds: LONG,
    meaning: 'the service’s role may only read',
  },
  'postgres disk full': {
    target: 'postgres',
    lastsSeconds: LONG,
    meaning: 'the service’s tables cannot grow',
  },
  'postgres silent': {
    target: 'postgres link',
    lastsSeconds: LONG,
    meaning: 'no byte passes between one process and PostgreSQL; connections stay open',
  },
  'temporal silent': {
    target: 'temporal link',
    lastsSeconds: LONG,
    meaning: 'no byte passes between one process and Temporal; connections stay open',
  },
  'clock shifted': {
    target: 'service',
    lastsSeconds: LONG,
    meaning: 'an API or a worker runs with a clock that is up to an hour off',
  },
  'rolling restart': {
    target: 'service',
    lastsSeconds: AT_ONCE,
    meaning: 'every API and worker ends in order and starts again, one after the other',
  },
  'workflows terminated': {
    target: 'load',
    lastsSeconds: AT_ONCE,
    meaning: 'up to three running workflows are terminated by hand',
  },
  'deliveries cancelled': {
    target: 'load',
    lastsSeconds: AT_ONCE,
    meaning: 'up to three pending deliveries are cancelled through the API',
  },
  'deliveries retried': {
    target: 'load',
    lastsSeconds: AT_ONCE,
    meaning: 'up to three deliveries are retried through the API',
  },
  'triggers changed': {
    target: 'load',
    lastsSeconds: AT_ONCE,
    meaning: 'a trigger is made, changed and deleted through the API',
  },
} as const satisfies Readonly<Record<string, FaultKind>>;

export type FaultKindName = keyof typeof FAULT_KINDS;

export const FAULT_KIND_NAMES = Object.keys(FAULT_KINDS) as readonly FaultKindName[];

export function isFaultKind(name: string): name is FaultKindName {
  return Object.hasOwn(FAULT_KINDS, name);
}
