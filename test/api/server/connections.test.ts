import { once } from 'node:events';
import http from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createConnections, type Connections } from '../../../src/api/server/http-server';
import { waitUntil } from '../../support/services/wait-until';

const LONG_MS = 20_000;

let server: http.Server;
let port: number;
let connections: Connections;
let answers: (() => void)[];
/** Keeps its connections, as producers do. */
let agent: http.Agent;
const opened: Socket[] = [];
beforeEach(async () => {
  answers = [];
  server = http.createServer((request, response) => {
    if (request.url === '/slow') answers.push(() => response.end('at last'));
    else response.end('at once');
  });
  connections = createConnections(server);
  agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterEach(() => {
  agent.destroy();
  for (const socket of opened.splice(0)) socket.destroy();
  server.closeAllConnections();
  server.close();
});

async function get(
  path: string,
  through: http.Agent | false = agent,
): Promise<{ connection: string | undefined; reused: boolean }> {
  const request = http.get({ port, host: '127.0.0.1', path, agent: through });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  await once(response.resume(), 'end');
  return { connection: response.headers.connection, reused: request.reusedSocket };
}

async function open(text: string): Promise<Socket> {
  const accepted = once(server, 'connection');
  const socket = connect(port, '127.0.0.1');
  opened.push(socket);
  socket.on('error', () => undefined);
  const [[serverSide]] = (await Promise.all([accepted, once(socket, 'connect')])) as [[Socket], unknown];
  if (text !== '') {
    socket.write(text);
    await waitUntil('the text has arrived', () => serverSide.bytesRead === text.length);
  }
  return socket;
}

describe('a client that keeps its connection', () => {
  it('may go on using it as long as the server is not to end', async () => {
    expect(await get('/')).toEqual({ connection: 'keep-alive', reused: false });
    expect(await get('/')).toEqual({ connection: 'keep-alive', reused: true });
  });

  it('is told with the next answer to leave, and is still served on a new connection', async () => {
    await get('/');
    connections.release();
    expect(await get('/')).toEqual({ connection: 'close', reused: true });
    expect(await get('/')).toEqual({ connection: 'close', reused: false });
  });

  it('is told so by the answer to a request that came before', async () => {
    const slow = get('/slow');
    await waitUntil('the request is there', () => answers.length === 1);
    connections.release();
    answers[0]?.();
    expect((await slow).connection).toBe('close');
  });
});

describe('the end', () => {
  it('waits for a request under way, whose client gets its answer', async () => {
    const slow = get('/slow');
    await waitUntil('the request is there', () => answers.length === 1);
    let isClosed = false;
    const closed = connections.close(LONG_MS).then(() => (isClosed = true));
    await expect(get('/', false)).rejects.toThrow('ECONNREFUSED');
    expect(isClosed).toBe(false);
    answers[0]?.();
    expect(await slow).toMatchObject({ connection: 'close' });
    await closed;
  });

  it.each([
    ['was used before', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['was never used', ''],
  ])('does not wait for a connection that %s', async (_which, text) => {
    const socket = await open(text);
    if (text !== '') await once(socket, 'data');
    await connections.close(LONG_MS);
  });

  it('waits for a request that is still being sent until the deadline, and not longer', async () => {
    const socket = await open('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf');
    const ended = once(socket.resume(), 'close');
    await connections.close(50);
    await ended;
  });
});
