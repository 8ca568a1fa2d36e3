/** Work in steps: what comes between two steps may have its turn. */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** Does a work step by step. Between its steps everybody else has a turn, so that a long work holds nobody up. */
export async function inTurns<Result>(steps: Steps<Result>): Promise<Result> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
