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
