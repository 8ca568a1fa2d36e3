export { COMMAND_NAMES, run, USAGE } from './run.ts';
export { runInProcess } from './run-in-process.ts';
