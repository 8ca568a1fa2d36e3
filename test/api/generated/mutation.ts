import fc from 'fast-check';

export type Mutation<T> = (value: T) => T;

/** One of the ways to spoil a `T`: how often it is taken, by what, and how. */
export function mutation<T, Choice>(
  weight: number,
  choices: fc.Arbitrary<Choice>,
  apply: (value: T, choice: Choice) => T,
): { readonly weight: number; readonly arbitrary: fc.Arbitrary<Mutation<T>> } {
  return { weight, arbitrary: choices.map((choice) => (value: T) => apply(value, choice)) };
}

/** Mostly none, else one or two; sometimes just one that is never to be missed. */
export function few<T>(
  mutations: fc.Arbitrary<Mutation<T>>,
  ...mustHave: readonly fc.Arbitrary<Mutation<T>>[]
): fc.Arbitrary<readonly Mutation<T>[]> {
  const none: readonly Mutation<T>[] = [];
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(none) },
    { weight: 2, arbitrary: fc.array(mutations, { minLength: 1, maxLength: 2 }) },
    ...mustHave.map((one) => ({ weight: 1, arbitrary: one.map((mutate) => [mutate]) })),
  );
}

export function mutated<T>(value: T, mutations: readonly Mutation<T>[]): T {
  return mutations.reduce((spoilt, mutate) => mutate(spoilt), value);
}
