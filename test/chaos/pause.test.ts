import { pause, unlessStopped } from '../../chaos/pause';

const LONG_MS = 60_000;

it('waits no longer than until everything is to stop', async () => {
  const stop = new AbortController();
  const pausing = pause(LONG_MS, stop.signal);
  stop.abort();
  await pausing;
  await pause(LONG_MS, stop.signal);
});

it('waits the whole time while nothing is to stop', async () => {
  const startedAtMs = performance.now();
  await pause(30, new AbortController().signal);
  expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(29);
});

it('gives the result of work that ends first, and throws what it throws', async () => {
  const { signal } = new AbortController();
  await expect(unlessStopped(Promise.resolve(7), signal)).resolves.toBe(7);
  await expect(unlessStopped(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
});

it('does not wait for work when everything is to stop, before or meanwhile', async () => {
  const stop = new AbortController();
  const forever = new Promise<number>(() => undefined);
  const waiting = unlessStopped(forever, stop.signal);
  stop.abort();
  await expect(waiting).resolves.toBeUndefined();
  await expect(unlessStopped(Promise.reject(new Error('too late')), stop.signal)).resolves.toBeUndefined();
});
