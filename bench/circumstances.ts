import { availableParallelism, cpus, totalmem } from 'node:os';
import type { BenchOptions } from './options/parse-options';

/** What a result was measured on. */
export interface Circumstances {
  readonly engine: 'dev server' | 'Temporal server on PostgreSQL';
  readonly database: 'PostgreSQL' | 'SQLite';
  /** Of the service; `undefined`: one process is API and worker. */
  readonly workers: number | undefined;
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly node: string;
  /** ISO date, UTC. */
  readonly date: string;
}

export function circumstancesOf({ cluster, postgres, database, workers }: BenchOptions): Circumstances {
  return {
    engine: cluster ? 'Temporal server on PostgreSQL' : 'dev server',
    database: cluster || postgres || database !== undefined ? 'PostgreSQL' : 'SQLite',
    workers,
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    date: new Date().toISOString().slice(0, 10),
  };
}

/** In a line, for the reader of a table. */
export function inWords(circumstances: Circumstances): string {
  const { engine, database, workers, cores, processor, memoryGiB, node, date } = circumstances;
  const processes = workers === undefined ? 'API and worker in one process' : `${workers} worker processes`;
  return `${date}: ${cores} cores (${processor}), ${memoryGiB} GiB, Node ${node}; ${engine}, the service on ${database}, ${processes}`;
}
