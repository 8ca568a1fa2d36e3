/* npm start [-- <arguments of "all">]: runs everything on this machine, in the foreground. */
import { main } from './lib/main.mjs';
import { prepare } from './lib/prepare.mjs';
import { inProject } from './lib/project.mjs';
import { runInForeground } from './lib/run-in-foreground.mjs';

const LOOPBACK = '127.0.0.0/8,::1/128';

await main(async (args) => {
  await prepare();
  const env = { ...process.env, ALLOW_CIDRS: process.env.ALLOW_CIDRS ?? LOOPBACK };
  return runInForeground([inProject('dist', 'src', 'cli.js'), 'all', ...args], env);
});
