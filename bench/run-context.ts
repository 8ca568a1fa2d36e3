import type { Closing } from '../src/app/closing';
import type { BenchOptions } from './options/parse-options';

/** What every measurement is given. */
export interface RunContext {
  readonly options: BenchOptions;
  readonly env: NodeJS.ProcessEnv;
  readonly report: (line: string) => void;
  readonly closing: Closing;
}

/** What a measurement comes to. */
export interface RunResult {
  /** Every figure, with what it was measured on. */
  readonly json: object;
  /** A table of Markdown with what it was measured on. */
  readonly markdown: string;
  /** Notifications that did not arrive. */
  readonly lost: number;
}
