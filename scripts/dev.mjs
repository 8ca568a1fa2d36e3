/* npm run dev [-- <arguments of "all">]: runs everything as npm start does, and restarts it when the code changes. */
import { build } from './lib/build.mjs';
import { main } from './lib/main.mjs';
import { prepare } from './lib/prepare.mjs';
import { say } from './lib/run.mjs';
import { runService } from './lib/run-service.mjs';
import { watchFolders } from './lib/watch-folders.mjs';

const WATCHED = ['src', 'migrations'];

await main(async (args) => {
  await prepare();
  const changes = watchFolders(WATCHED);
  try {
    return await runEachVersion(args, changes);
  } finally {
    changes.close();
  }
});

/** Runs one version after the other. Returns the exit code of the one that ran when Ctrl-C came. */
async function runEachVersion(args, changes) {
  for (;;) {
    const stop = new AbortController();
    const run = { exitCode: undefined };
    const ended = runService(args, { stop: stop.signal }).then((exitCode) => (run.exitCode = exitCode));
    // After runService, which takes the signals over.
    const interrupted = interruption();
    const replacement = nextVersion(changes, run, interrupted);

    await Promise.race([ended, replacement]);
    if (run.exitCode !== undefined && !interrupted.aborted) {
      say(
        `The service ended with exit code ${run.exitCode}: waiting for a change in ${WATCHED.join(' or ')}.`,
      );
    }
    const reason = await Promise.race([replacement, aborted(interrupted)]);
    if (!interrupted.aborted) {
      say(`Restarting: ${reason}.`);
      stop.abort();
    }
    await ended;
    if (interrupted.aborted) return run.exitCode;
  }
}

/** Waits for a change that builds. While the service runs, a change that leaves the sources as they were is none. */
async function nextVersion(changes, run, interrupted) {
  for (;;) {
    const files = await changes.next();
    try {
      if ((await build()) || run.exitCode !== undefined) return describe(files);
    } catch (error) {
      if (interrupted.aborted) continue;
      const state = run.exitCode === undefined ? 'the last version keeps running' : 'waiting for a change';
      say(`${error.message}: ${state}.`);
    }
  }
}

function describe([file, ...others]) {
  return `${file}${others.length === 0 ? '' : ` and ${others.length} more`} changed`;
}

function interruption() {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => controller.abort());
  return controller.signal;
}

function aborted(signal) {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', resolve, { once: true });
  });
}
