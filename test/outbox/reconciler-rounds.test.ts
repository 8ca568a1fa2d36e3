import { createReconciler, type Believed } from '../../src/outbox/reconciler';
import { recordingLogger } from '../support/builders/recording-logger';
import { waitUntil } from '../support/services/wait-until';

/** One round over things of which those named `broken` cannot be compared. */
async function round(ids: readonly string[]) {
  const counted: string[] = [];
  const tried: string[] = [];
  const logger = recordingLogger();
  let listed = 0;
  const believed = (id: string): Believed => ({
    position: { at: '', id },
    async mend() {
      tried.push(id);
      if (id.startsWith('broken')) throw new Error('14 UNAVAILABLE');
      return { action: 'event.restart', facts: { id } };
    },
  });
  const kinds = [
    { name: 'events', minAgeMs: 0, list: async () => ids.map(believed) },
    { name: 'last', minAgeMs: 0, list: async () => ((listed += 1), []) },
  ];
  const reconciler = createReconciler(kinds, {
    logger,
    now: () => new Date(),
    count: (action) => counted.push(action),
  });
  reconciler.start();
  await waitUntil('the round is over', () => listed > 0);
  await reconciler.stop();
  return { counted, tried, warnings: logger.lines.filter(({ facts }) => 'reason' in (facts ?? {})) };
}

describe('a round of the reconciler', () => {
  it('mends the others when one cannot be compared', async () => {
    const { counted, warnings } = await round(['a', 'broken', 'c']);
    expect(counted).toHaveLength(2);
    expect(warnings).toMatchObject([
      {
        message: 'could not compare events with Temporal; the next round will',
        facts: { id: 'broken', reason: '14 UNAVAILABLE' },
      },
    ]);
  });

  it('gives up one kind when several fail in a row, and goes on with the next', async () => {
    const { tried, counted } = await round(Array.from({ length: 40 }, (_, n) => `broken-${n}`));
    expect(tried.length).toBeLessThan(10);
    expect(counted).toEqual([]);
  });
});
