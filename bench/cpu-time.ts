import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks of `/proc` per second: a constant of the Linux interface, on all architectures of today. */
const TICK_MS = 10;

/** Milliseconds of processor time that processes have used so far; `undefined` where there is no `/proc`. */
export function cpuTimeMs(pids: readonly number[]): number | undefined {
  const times = pids.map(cpuTimeOfProcess);
  return times.reduce((sum, time) => (sum === undefined || time === undefined ? undefined : sum + time), 0);
}

/** Finds the processes that have this argument. None where there is no `/proc`. */
export function findProcesses(argument: string): number[] {
  return processIds().filter((pid) => argumentsOf(pid).includes(argument));
}

function cpuTimeOfProcess(pid: number): number | undefined {
  const stat = read(pid, 'stat');
  // The name of the program, in parentheses, may itself contain spaces and parentheses.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  // Fields 14 to 17 of proc_pid_stat(5), its own time and that of children that have ended; the first of ours is field 3.
  const ticks = fields?.slice(11, 15);
  return ticks?.length === 4 ? ticks.reduce((sum, each) => sum + Number(each), 0) * TICK_MS : undefined;
}

function processIds(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function argumentsOf(pid: number): string[] {
  return read(pid, 'cmdline')?.split('\0') ?? [];
}

/** @returns `undefined` for a process that has ended, or is not ours to look at. */
function read(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
