import type { Socket } from 'node:net';

/** As far as it is needed of a connection of the driver for PostgreSQL. */
export interface PostgresConnection {
  /** `false` while a statement is under way. */
  readonly readyForQuery: boolean | null;
  readonly connection: { readonly stream: Socket };
}

/**
 * Ends a connection whose statement has brought no answer for some time, as when its server vanished without a word: the
 * statement fails, and the pool makes another connection. Without it, it would wait for TCP to give up, a quarter of an
 * hour.
 */
export function limitSilence(client: PostgresConnection, maxSilenceMs: number): void {
  const { stream } = client.connection;
  stream.setTimeout(maxSilenceMs, () => {
    if (client.readyForQuery) return;
    const fault = new Error(`the database has not answered for ${maxSilenceMs / 1000} s`);
    stream.destroy(Object.assign(fault, { code: 'ETIMEDOUT' }));
  });
}
