/* npm run cluster: the shape of docker-compose.yml on this machine, without containers. */
import { main } from './lib/main.mjs';
import { prepare } from './lib/prepare.mjs';
import { inProject } from './lib/project.mjs';
import { runInForeground } from './lib/run-in-foreground.mjs';

await main(async (args) => {
  await prepare();
  return runInForeground([inProject('dist', 'cluster', 'index.js'), ...args], process.env);
});
