import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type Koa from 'koa';

/** Serves an app on a port of its own. */
export async function listening(
  app: Pick<Koa, 'listen'>,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
