/* npm start [-- <arguments of "all">]: runs everything on this machine, in the foreground. */
import { main } from './lib/main.mjs';
import { prepare } from './lib/prepare.mjs';
import { runService } from './lib/run-service.mjs';

await main(async (args) => {
  await prepare();
  return runService(args);
});
