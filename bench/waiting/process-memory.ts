import { readFileSync } from 'node:fs';

/** Resident memory of a process in bytes. */
export interface ProcessMemory {
  readonly nowBytes: number;
  /** Since the process began. */
  readonly peakBytes: number;
}

/** @returns `undefined` where there is no `/proc`, or no such process. */
export function processMemory(pid: number | undefined): ProcessMemory | undefined {
  if (pid === undefined) return undefined;
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return undefined;
  }
  return memoryIn(status);
}

/** Reads what proc_pid_status(5) describes. @returns `undefined` when the text says nothing of memory. */
export function memoryIn(status: string): ProcessMemory | undefined {
  const bytes = (name: string) => {
    const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  };
  const [nowBytes, peakBytes] = [bytes('VmRSS'), bytes('VmHWM')];
  return nowBytes === undefined || peakBytes === undefined ? undefined : { nowBytes, peakBytes };
}
