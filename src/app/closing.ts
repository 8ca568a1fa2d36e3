import type { Logger } from '../logger';

/** What was opened, closed in reverse order; one that fails to close does not keep the others open. */
export class Closing {
  private readonly steps: { readonly name: string; readonly close: () => unknown }[] = [];

  constructor(private readonly logger: Logger) {}

  add(name: string, close: () => unknown): void {
    this.steps.push({ name, close });
  }

  async closeAll(): Promise<void> {
    for (const { name, close } of this.steps.splice(0).reverse()) {
      try {
        await close();
        this.logger.debug('closed', { part: name });
      } catch (error) {
        this.logger.error('could not be closed', { part: name, reason: (error as Error).message });
      }
    }
  }
}

/** What a started part leaves behind: how it is closed, and how it says that it has failed. */
export interface Life {
  readonly closing: Closing;
  readonly fail: (error: Error) => void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Listens for what ends a process that serves: a signal, or the end of the program that started it
 * with an IPC channel. A second signal ends it at once.
 */
export function stopRequested(): { readonly requested: Promise<string>; dispose(): void } {
  let resolve: (reason: string) => void = () => undefined;
  const requested = new Promise<string>((settle) => (resolve = settle));
  let asked = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (asked) process.exit(1);
    asked = true;
    resolve(signal);
  };
  const onDisconnect = () => resolve('the program that started it has ended');
  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.on('disconnect', onDisconnect);
  return {
    requested,
    dispose() {
      for (const signal of SIGNALS) process.off(signal, onSignal);
      process.off('disconnect', onDisconnect);
      if (process.connected) process.disconnect();
    },
  };
}
