/* npm test [-- <jest arguments>]: all tests, or those that the arguments name. */
import { withEngines } from './lib/engines.mjs';
import { main } from './lib/main.mjs';
import { prepare } from './lib/prepare.mjs';
import { inProject } from './lib/project.mjs';
import { run } from './lib/run.mjs';

await main(async (args) => {
  await prepare();
  const env = await withEngines(['dev-server', 'test-server']);
  return run(process.execPath, [inProject('node_modules', 'jest', 'bin', 'jest.js'), ...args], { env });
});
