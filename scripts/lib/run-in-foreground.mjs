import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { performance } from 'node:perf_hooks';

import { projectFolder } from './project.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The terminal and npm may both send the signal of one Ctrl-C. */
const SAME_SIGNAL_MS = 500;
const PARENT_POLL_MS = 1_000;

/**
 * Runs a Node program until it ends, and passes signals on, each once. The program does not outlive
 * this process: the channel between the two closes, and that is a `disconnect` event over there.
 *
 * @param {string[]} args script and arguments
 * @param {{ stop?: AbortSignal }} options `stop` ends the program as SIGTERM does
 * @returns {Promise<number>} its exit code; 128 and the signal's number when a signal ended it
 */
export function runInForeground(args, env, { stop } = {}) {
  return new Promise((resolve, reject) => {
    // In a session of its own Ctrl-C does not reach it directly, but once, from here.
    const child = spawn(process.execPath, args, {
      cwd: projectFolder,
      env,
      detached: true,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    passSignalsOn(child);
    disconnectWithNpm(child);
    stop?.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

function passSignalsOn(child) {
  let lastAt = -Infinity;
  for (const signal of SIGNALS) {
    process.removeAllListeners(signal).on(signal, () => {
      const now = performance.now();
      if (now - lastAt >= SAME_SIGNAL_MS) child.kill(signal);
      lastAt = now;
    });
  }
}

/** A killed npm says nothing to the script that it runs, which then gets another parent. */
function disconnectWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== npm && child.connected) child.disconnect();
  }, PARENT_POLL_MS);
  child.once('exit', () => clearInterval(timer));
}
