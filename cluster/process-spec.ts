/** One process of a cluster, and how one sees that it works. */
export interface ProcessSpec {
  readonly name: string;
  /** Absolute path of an executable. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Who runs it; by default who runs this process. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Absolute path of the file that gets its output. */
  readonly logFile: string;
  /** Absolute path of the file that gets its process id. */
  readonly pidFile: string;
  /** What asks it to end in order. */
  readonly endSignal: NodeJS.Signals;
  readonly startDeadlineMs: number;
  /** @param printed what it has printed since it was started. */
  isReady(printed: string): Promise<boolean>;
}
