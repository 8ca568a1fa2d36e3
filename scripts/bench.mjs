/* npm run bench [-- <arguments>]: measures how many deliveries this machine makes, and what they cost. */
import { withEngines } from './lib/engines.mjs';
import { main } from './lib/main.mjs';
import { prepare } from './lib/prepare.mjs';
import { inProject } from './lib/project.mjs';
import { runInForeground } from './lib/run-in-foreground.mjs';

await main(async (args) => {
  await prepare();
  const env = args.includes('--help') ? process.env : await withEngines(['dev-server']);
  return runInForeground([inProject('dist', 'bench', 'index.js'), ...args], env);
});
