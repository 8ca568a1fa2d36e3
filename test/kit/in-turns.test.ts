import { inTurns, type Steps } from '../../src/kit/in-turns';

it('gives everybody else a turn between two steps', async () => {
  const seen: string[] = [];
  function* work(): Steps<string> {
    for (const step of ['first', 'second', 'third']) {
      seen.push(step);
      yield;
    }
    return 'done';
  }
  const result = inTurns(work());
  setImmediate(() => seen.push('another'));
  expect(await result).toBe('done');
  expect(seen).toEqual(['first', 'second', 'another', 'third']);
});

it('throws what the work throws', async () => {
  // eslint-disable-next-line require-yield -- it fails at its first step.
  function* work(): Steps<string> {
    throw new Error('no');
  }
  await expect(inTurns(work())).rejects.toThrow('no');
});
