import { spawn } from 'node:child_process';

import { projectFolder } from './project.mjs';

const REPORT_EVERY_MS = 10_000;
const running = new Set();
let interruptedWith;

for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.on(signal, () => {
    if (running.size === 0) process.exit(exitCode);
    for (const child of running) child.kill(signal);
    interruptedWith = exitCode;
  });
}
/**
 * Runs a program to its end, its output on the screen. A signal to this process is passed on, and
 * ends this process when the program has ended.
 *
 * @returns {Promise<number>} its exit code
 */
export async function run(command, args, { env = process.env } = {}) {
  const { exitCode } = await execute(command, args, { env, stdio: ['inherit', 'inherit', 'inherit'] });
  return exitCode;
}

/**
 * Runs a program to its end and keeps its standard output.
 *
 * @param {{ keepErrors?: boolean, env?: NodeJS.ProcessEnv }} options `keepErrors` keeps standard
 *   error too, instead of showing it
 * @returns {Promise<{ exitCode: number, output: string }>}
 */
export function capture(command, args, { keepErrors = false, env = process.env } = {}) {
  return execute(command, args, { env, stdio: ['ignore', 'pipe', keepErrors ? 'pipe' : 'inherit'] });
}

/**
 * Runs a program quietly, with a line on the screen now and then; its output is shown only when it fails.
 *
 * @throws an Error when it fails
 */
export async function runQuietly(what, command, args) {
  const startedAt = Date.now();
  const elapsed = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
  say(`${what} …`);
  const timer = setInterval(() => say(`${what} … ${elapsed()}`), REPORT_EVERY_MS);
  try {
    const { exitCode, output } = await capture(command, args, { keepErrors: true });
    if (exitCode === 0) return;
    process.stderr.write(output);
    throw new Error(`${what}: failed after ${elapsed()} (exit code ${exitCode})`);
  } finally {
    clearInterval(timer);
  }
}

/** Writes a line for the person in front of the screen. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

function execute(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: projectFolder, ...options });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => (output += text));
    }
    running.add(child);
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      if (interruptedWith !== undefined) process.exit(interruptedWith);
      resolve({ exitCode: code ?? 1, output });
    });
  });
}
