/* npm run chaos [-- <arguments>]: faults at random while events are delivered, and what came of them. */
import { main } from './lib/main.mjs';
import { prepare } from './lib/prepare.mjs';
import { inProject } from './lib/project.mjs';
import { runInForeground } from './lib/run-in-foreground.mjs';

await main(async (args) => {
  await prepare();
  return runInForeground([inProject('dist', 'chaos', 'index.js'), ...args], process.env);
});
