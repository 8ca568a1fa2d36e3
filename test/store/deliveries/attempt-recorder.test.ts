import type { Attempt } from '../../../src/domain/deliveries/attempt';
import { createAttemptRecorder, type WriteGroup } from '../../../src/store/deliveries/attempt-recorder';

const anAttempt = (deliveryId: string, attemptNumber = 1): Attempt => ({
  deliveryId,
  attemptNumber,
  startedAt: '2026-03-14T09:26:54.000Z',
  requestHeaders: {},
  outcome: { kind: 'delivered', httpStatus: 200, responseExcerpt: '', durationMs: 1 },
});
const accepted = { status: 'delivered', nextAttemptAt: undefined } as const;

/** A recorder whose groups are written when the test says so. */
function arrange(writers: number, answer: (ids: readonly string[]) => Error | undefined = () => undefined) {
  const groups: string[][] = [];
  const ends: (() => void)[] = [];
  const write: WriteGroup = async (records) => {
    const ids = records.map(({ attempt }) => attempt.deliveryId);
    groups.push(ids);
    await new Promise<void>((resolve) => ends.push(resolve));
    const error = answer(ids);
    if (error) throw error;
    return new Map(ids.map((id) => [id, 'delivered']));
  };
  const record = createAttemptRecorder(write, writers);
  const nextTurn = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
  const endAll = async () => {
    for (let end = ends.shift(); end; end = ends.shift()) {
      end();
      await nextTurn();
    }
  };
  return {
    groups,
    record: (id: string, number?: number) => record(anAttempt(id, number), accepted),
    nextTurn,
    endAll,
  };
}

describe('attempts', () => {
  it('that end in the same moment are written together', async () => {
    const { groups, record, nextTurn, endAll } = arrange(1);
    const both = Promise.all([record('a'), record('b')]);
    await nextTurn();
    await endAll();
    expect(await both).toEqual(['delivered', 'delivered']);
    expect(groups).toEqual([['a', 'b']]);
  });

  it('that end while others are being written are written together afterwards', async () => {
    const { groups, record, nextTurn, endAll } = arrange(1);
    const all = [record('a')];
    await nextTurn();
    all.push(record('b'), record('c'));
    await nextTurn();
    await endAll();
    await Promise.all(all);
    expect(groups).toEqual([['a'], ['b', 'c']]);
  });

  it('of one delivery are written one after the other', async () => {
    const { groups, record, nextTurn, endAll } = arrange(1);
    const all = Promise.all([record('a', 1), record('a', 2), record('b')]);
    await nextTurn();
    await endAll();
    await all;
    expect(groups).toEqual([['a', 'b'], ['a']]);
  });

  it('do not wait for a group that is stuck, where there are several writers', async () => {
    const { groups, record, nextTurn } = arrange(2);
    void record('a');
    await nextTurn();
    void record('b');
    await nextTurn();
    expect(groups).toEqual([['a'], ['b']]);
  });

  it('of which one cannot be written are written without it', async () => {
    const { record, nextTurn, endAll } = arrange(1, (ids) =>
      ids.includes('bad') ? new Error('its delivery is gone') : undefined,
    );
    const all = Promise.allSettled([record('a'), record('bad'), record('b')]);
    await nextTurn();
    await endAll();
    expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('are not written one by one while the database is unavailable', async () => {
    const busy = Object.assign(new Error('locked'), { code: 'SQLITE_BUSY' });
    const { groups, record, nextTurn, endAll } = arrange(1, () => busy);
    const all = Promise.allSettled([record('a'), record('b')]);
    await nextTurn();
    await endAll();
    expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(groups).toHaveLength(1);
  });
});
