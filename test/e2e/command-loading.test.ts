import { execFileSync } from 'node:child_process';
import path from 'node:path';

const COMMANDS = path.resolve(__dirname, '../../dist/src/commands/all-commands.js');

/** Text, since it runs in a process of its own: the packages that the commands have loaded. */
const LOADED = `require(process.argv[1]);
const packages = Object.keys(require.cache).map((file) => file.split('/node_modules/').at(-1).split('/')[0]);
console.log(JSON.stringify([...new Set(packages)]));`;

it('the commands are there before Temporal and the API are loaded, which only what serves needs', () => {
  const printed = execFileSync(process.execPath, ['-e', LOADED, COMMANDS], { encoding: 'utf8' });
  const packages = JSON.parse(printed) as readonly string[];
  expect(packages).toContain('knex');
  expect(packages.filter((name) => ['@temporalio', '@grpc', 'koa'].includes(name))).toEqual([]);
});
