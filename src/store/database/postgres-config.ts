import type { Knex } from 'knex';
import { SilenceLimit } from './limit-silence';

const POOL_SIZE = 10;
const KEEP_ALIVE_AFTER_MS = 10_000;

interface Limits {
  readonly connectionTimeoutMs: number;
  readonly maxSilenceMs: number | undefined;
}

export function postgresConfig(
  connectionString: string,
  { connectionTimeoutMs, maxSilenceMs }: Limits,
): Knex.Config {
  return {
    client: 'pg',
    connection: {
      connectionString,
      application_name: 'webhook-notifications',
      connectionTimeoutMillis: connectionTimeoutMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    },
    pool: {
      min: 0,
      max: POOL_SIZE,
      ...(maxSilenceMs !== undefined && { afterCreate: new SilenceLimit(maxSilenceMs).watch }),
    },
  };
}
