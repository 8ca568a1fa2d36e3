import { createAnswerWaits } from '../../../src/api/operations/answer-waits';

const ANSWER = { response: 'done' };
const PENDING = { response: undefined };
const A_LONG_TIME_MS = 60_000;

/** Waits over a record that a test changes while they wait. */
function arrange(found: { response: string | undefined } | undefined) {
  const record = { found, looks: 0 };
  const waits = createAnswerWaits(async (_key: string) => {
    record.looks += 1;
    return record.found;
  });
  const gone = new AbortController();
  const wait = (waitMs: number) => waits.wait('op1', { waitMs, signal: gone.signal });
  return { record, waits, gone, wait };
}

describe('waiting for an answer', () => {
  it.each([
    ['there is an answer', ANSWER],
    ['there is no such operation', undefined],
  ])('looks once when %s', async (_case, found) => {
    const { wait, record } = arrange(found);
    expect(await wait(A_LONG_TIME_MS)).toEqual(found);
    expect(record.looks).toBe(1);
  });

  it('looks once when it may not wait', async () => {
    const { wait, record } = arrange(PENDING);
    expect(await wait(0)).toEqual(PENDING);
    expect(record.looks).toBe(1);
  });

  it('ends as soon as it sees the answer', async () => {
    const { wait, record } = arrange(PENDING);
    const waiting = wait(A_LONG_TIME_MS);
    record.found = ANSWER;
    expect(await waiting).toEqual(ANSWER);
  });

  it('ends without an answer when its time is over, and has looked rarely', async () => {
    const { wait, record } = arrange(PENDING);
    const startedAt = performance.now();
    expect(await wait(400)).toEqual(PENDING);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(400);
    expect(record.looks).toBeLessThanOrEqual(6);
  });

  it('ends when nobody wants the answer any more', async () => {
    const { wait, gone } = arrange(PENDING);
    const waiting = wait(A_LONG_TIME_MS);
    gone.abort();
    expect(await waiting).toEqual(PENDING);
  });

  it('ends at once when the process stops, and so does one that begins then', async () => {
    const { wait, waits } = arrange(PENDING);
    const waiting = wait(A_LONG_TIME_MS);
    waits.end();
    expect(await waiting).toEqual(PENDING);
    expect(await wait(A_LONG_TIME_MS)).toEqual(PENDING);
  });
});
