import { sharedReads } from '../../src/kit/shared-reads';

/** Reads that end when the test says so. */
function arrange(atATime = 1, answer: (names: readonly string[]) => Error | undefined = () => undefined) {
  const groups: string[][] = [];
  const ends: (() => void)[] = [];
  const read = sharedReads({
    keyOf: (name: string) => name,
    async readAll(names) {
      groups.push([...names]);
      const count = groups.length;
      await new Promise<void>((resolve) => ends.push(resolve));
      const error = answer(names);
      if (error) throw error;
      return names.map((name) => `${name} of read ${count}`);
    },
    atATime,
  });
  const nextTurn = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
  const endAll = async () => {
    for (let end = ends.shift(); end; end = ends.shift()) {
      end();
      await nextTurn();
    }
  };
  return { groups, read, nextTurn, endAll };
}

describe('what is asked', () => {
  it('in the same moment is read together, and the same only once', async () => {
    const { groups, read, nextTurn, endAll } = arrange();
    const all = Promise.all([read('a'), read('b'), read('a')]);
    await nextTurn();
    await endAll();
    expect(await all).toEqual(['a of read 1', 'b of read 1', 'a of read 1']);
    expect(groups).toEqual([['a', 'b']]);
  });

  it('while it is being read is read again: no answer is older than its question', async () => {
    const { read, nextTurn, endAll } = arrange();
    const first = read('a');
    await nextTurn();
    const second = read('a');
    await nextTurn();
    await endAll();
    expect(await Promise.all([first, second])).toEqual(['a of read 1', 'a of read 2']);
  });

  it('waits for no read that is stuck, where several are made at a time', async () => {
    const { groups, read, nextTurn } = arrange(2);
    void read('a');
    await nextTurn();
    void read('b');
    await nextTurn();
    expect(groups).toEqual([['a'], ['b']]);
  });

  it('of more than one read can answer is read in turns', async () => {
    const { groups, read, nextTurn, endAll } = arrange();
    const all = Promise.all(Array.from({ length: 150 }, (_, index) => read(String(index))));
    await nextTurn();
    await endAll();
    await all;
    expect(groups.map(({ length }) => length)).toEqual([100, 50]);
  });

  it('fails with the read that should have answered it, and is read when it is asked again', async () => {
    let isBroken = true;
    const { read, nextTurn, endAll } = arrange(1, () =>
      isBroken ? new Error('the file is gone') : undefined,
    );
    const all = Promise.allSettled([read('a'), read('b')]);
    await nextTurn();
    await endAll();
    expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isBroken = false;
    const again = read('a');
    await nextTurn();
    await endAll();
    expect(await again).toBe('a of read 2');
  });
});
