import type { Config } from '../config';
import type { Logger } from '../logger';

/** What a command gets: settings, a logger, its arguments in one of its forms, and where its answer is printed. */
export interface CommandContext {
  readonly config: Config;
  readonly env: NodeJS.ProcessEnv;
  readonly logger: Logger;
  readonly args: readonly string[];
  readonly print: (text: string) => void;
}
