/** What the shell learns of how a command ended. */
export const EXIT = { ok: 0, failed: 1, usage: 2, credentials: 3, notFound: 4, partlyDone: 5 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** How a command ended that did several things. */
export function exitCodeOf(succeeded: number, all: number): ExitCode {
  if (succeeded === all) return EXIT.ok;
  return succeeded === 0 ? EXIT.failed : EXIT.partlyDone;
}

/** Ends a command: its message is all that is printed. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    message: string,
    readonly exitCode: ExitCode = EXIT.failed,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A command that was called wrongly. */
export function usageFailure(message: string): Failure {
  return new Failure(message, EXIT.usage);
}
