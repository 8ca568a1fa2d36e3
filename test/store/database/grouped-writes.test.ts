import { groupedWrites } from '../../../src/store/database/grouped-writes';

/** Writes whose groups end when the test says so. Two things with the same first letter have one key. */
function arrange(writers: number, answer: (names: readonly string[]) => Error | undefined = () => undefined) {
  const groups: string[][] = [];
  const ends: (() => void)[] = [];
  const record = groupedWrites({
    keyOf: (name: string) => name.charAt(0),
    async write(names) {
      groups.push([...names]);
      await new Promise<void>((resolve) => ends.push(resolve));
      const error = answer(names);
      if (error) throw error;
      return names.map((name) => `${name} written`);
    },
    writers,
  });
  const nextTurn = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
  const endAll = async () => {
    for (let end = ends.shift(); end; end = ends.shift()) {
      end();
      await nextTurn();
    }
  };
  return { groups, record, nextTurn, endAll };
}

describe('things to write', () => {
  it('that come in the same moment are written together', async () => {
    const { groups, record, nextTurn, endAll } = arrange(1);
    const both = Promise.all([record('a'), record('b')]);
    await nextTurn();
    await endAll();
    expect(await both).toEqual(['a written', 'b written']);
    expect(groups).toEqual([['a', 'b']]);
  });

  it('that come while others are being written are written together afterwards', async () => {
    const { groups, record, nextTurn, endAll } = arrange(1);
    const all = [record('a')];
    await nextTurn();
    all.push(record('b'), record('c'));
    await nextTurn();
    await endAll();
    await Promise.all(all);
    expect(groups).toEqual([['a'], ['b', 'c']]);
  });

  it('of one key are written one after the other', async () => {
    const { groups, record, nextTurn, endAll } = arrange(1);
    const all = Promise.all([record('a1'), record('a2'), record('b')]);
    await nextTurn();
    await endAll();
    await all;
    expect(groups).toEqual([['a1', 'b'], ['a2']]);
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
    const { record, nextTurn, endAll } = arrange(1, (names) =>
      names.includes('wrong') ? new Error('its row is gone') : undefined,
    );
    const all = Promise.allSettled([record('a'), record('wrong'), record('b')]);
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
