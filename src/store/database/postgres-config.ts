import type { Socket } from 'node:net';
import type { Knex } from 'knex';

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

/** As far as it is needed of a connection of the driver for PostgreSQL. */
export interface PostgresConnection {
  /** `false` while a statement is under way. */
  readonly readyForQuery: boolean | null;
  readonly connection: { readonly stream: Socket };
  query(sql: string, done: (error: Error | null) => void): void;
}

/** A statement that is slow rather than silent is cancelled by the server, which is known to have done nothing then. */
const CANCEL_AT = 0.9;

/**
 * Ends the connections of a pool whose server has vanished without a word: the statement that has brought no answer for
 * some time fails, and the pool makes another connection. Without it, it would wait for TCP to give up, a quarter of an
 * hour. With the first one go those that are idle: they are as silent, and each would keep one more statement waiting.
 */
class SilenceLimit {
  private readonly clients = new Set<PostgresConnection>();

  constructor(private readonly maxSilenceMs: number) {}

  /** To be called once for each new connection; for a pool's `afterCreate`. */
  readonly watch = <Client extends PostgresConnection>(
    client: Client,
    done: (error: Error | null, client: Client) => void,
  ): void => {
    const { stream } = client.connection;
    this.clients.add(client);
    stream.once('close', () => this.clients.delete(client));
    // Each time, not the first alone as a callback of `setTimeout` is told: a connection may be idle for long before.
    stream.setTimeout(this.maxSilenceMs).on('timeout', () => {
      const isAskedNothing = client.readyForQuery && !stream.writableEnded;
      if (!isAskedNothing) this.end(client);
    });
    client.query(serverSettings(this.maxSilenceMs), (error) => done(error, client));
  };

  private end(silent: PostgresConnection): void {
    const fault = new Error(`the database has not answered for ${this.maxSilenceMs / 1000} s`);
    for (const client of this.clients) {
      if (client !== silent && !client.readyForQuery) continue;
      client.connection.stream.destroy(Object.assign(fault, { code: 'ETIMEDOUT' }));
    }
  }
}

/** For a server to which it is this side that has vanished: otherwise it would keep locks and connections for two hours. */
function serverSettings(maxSilenceMs: number): string {
  return [
    `set statement_timeout = ${Math.ceil(maxSilenceMs * CANCEL_AT)}`,
    `set idle_in_transaction_session_timeout = ${2 * maxSilenceMs}`,
    'set tcp_keepalives_idle = 15',
    'set tcp_keepalives_interval = 5',
  ].join('; ');
}
