import type { Closing } from '../src/app/closing';
import type { TemporalPrograms } from './temporal-server';

/** Who is connected to what: for whoever puts something in between. */
export interface Link {
  /** Name of the process that connects. */
  readonly from: string;
  readonly to: 'postgres' | 'temporal';
  readonly port: number;
}

export interface ClusterOptions {
  /** Of everything that is kept; made when missing. PostgreSQL's user must be allowed to come here. */
  readonly folder: string;
  /** A Temporal server on PostgreSQL, as in docker-compose.yml, or a dev server in its place. */
  readonly temporal:
    | { readonly kind: 'server'; readonly programs: TemporalPrograms; readonly ui?: string }
    | { readonly kind: 'dev server'; readonly cli: string };
  readonly apis: number;
  readonly workers: number;
  /** Of API and worker, besides those that the cluster decides about. */
  readonly settings: Readonly<Record<string, string>>;
  readonly env: NodeJS.ProcessEnv;
  /** Ports that are wanted, by the names of the processes; any free one by default. */
  readonly ports?: Readonly<Record<string, number>>;
  /** @returns the port that the process is told instead of the server's own. */
  readonly through?: (link: Link) => Promise<number>;
  readonly report: (line: string) => void;
  readonly closing: Closing;
}
