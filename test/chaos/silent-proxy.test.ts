import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { startSilentProxy, type SilentProxy } from '../../chaos/silent-proxy';
import { waitUntil } from '../support/services/wait-until';

let server: Server;
let proxy: SilentProxy;
let client: Socket;
let answers: string;
beforeEach(async () => {
  server = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await startSilentProxy((server.address() as AddressInfo).port);
  client = connect(proxy.port, '127.0.0.1');
  answers = '';
  client.on('data', (bytes) => (answers += String(bytes)));
});
afterEach(async () => {
  client.destroy();
  await proxy.close();
  server.close();
});
const answered = (text: string) => waitUntil(`"${text}" comes back`, () => answers === text);

it('passes on what comes, either way', async () => {
  client.write('one');
  await answered('one');
});

it('passes nothing on while it is silent, keeps the connection, and delivers all of it afterwards', async () => {
  client.write('one');
  await answered('one');
  proxy.silence();
  client.write('two');
  await pause(300);
  expect(answers).toBe('one');
  expect(client.destroyed).toBe(false);
  proxy.resume();
  await answered('onetwo');
});

it('accepts connections while it is silent, and answers nothing on them', async () => {
  proxy.silence();
  const late = connect(proxy.port, '127.0.0.1');
  await once(late, 'connect');
  let heard = '';
  late.on('data', (bytes) => (heard += String(bytes)));
  late.write('late');
  await pause(300);
  expect(heard).toBe('');
  proxy.resume();
  await waitUntil('it is answered', () => heard === 'late');
  late.destroy();
});

it('passes an end on', async () => {
  client.end();
  await once(client, 'close');
});
