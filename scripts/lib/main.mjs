import { say } from './run.mjs';

/** Runs a script: its result is the exit code, its error one message without a stack. */
export async function main(script) {
  try {
    process.exitCode = await script(process.argv.slice(2));
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}
