/* npm run bench [-- <arguments>]: measures how many deliveries this machine makes. */
import { withEngines } from './lib/engines.mjs';
import { main } from './lib/main.mjs';
import { prepare } from './lib/prepare.mjs';
import { inProject } from './lib/project.mjs';
import { run } from './lib/run.mjs';

await main(async (args) => {
  await prepare();
  const env = await withEngines(['dev-server']);
  return run(process.execPath, [inProject('dist', 'bench', 'index.js'), ...args], { env });
});
