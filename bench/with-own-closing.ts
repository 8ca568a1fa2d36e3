import { Closing } from '../src/app/closing';
import { createLogger } from '../src/logger';
import type { RunContext } from './run-context';

/** Runs a part of a measurement, and ends what it has started before the next one begins. */
export async function withOwnClosing<T>(
  context: RunContext,
  part: (context: RunContext) => Promise<T>,
): Promise<T> {
  const closing = new Closing(createLogger('error'));
  // An interrupted part is closed with everything else.
  context.closing.add('part of the measurement', () => closing.closeAll());
  try {
    return await part({ ...context, closing });
  } finally {
    await closing.closeAll();
  }
}
