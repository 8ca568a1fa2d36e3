/** What is different between two states of a thing. A side that is `undefined` had nothing of it. */
export interface Difference {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Texts by their names. */
type Texts = Readonly<Record<string, string>>;

/** Compares two states name by name, in the order of the later one; names that only the earlier one has come last. */
export function differencesBetween(before: Texts | null, after: Texts | null): readonly Difference[] {
  const names = new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})]);
  const sideOf = (texts: Texts | null, name: string) =>
    texts && Object.hasOwn(texts, name) ? texts[name] : undefined;
  return [...names]
    .map((name) => ({ name, before: sideOf(before, name), after: sideOf(after, name) }))
    .filter(isDifferent);
}

/** Whether its two sides are not the same. */
export function isDifferent({ before, after }: Difference): boolean {
  return before !== after;
}
