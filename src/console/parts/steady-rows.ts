interface SteadyRows<Item> {
  readonly rows: readonly Item[];
  /** How many more there are, which would have moved those. */
  readonly waiting: number;
}

/**
 * Brings what a list shows up to date without moving any of its rows. A row that is there no more stays as it was. A new one
 * is added below the last, or waits.
 *
 * @param fresh in the list's order.
 */
export function steadyRows<Item>(
  shown: readonly Item[],
  fresh: readonly Item[],
  idOf: (item: Item) => string,
): SteadyRows<Item> {
  const byId = new Map(fresh.map((item) => [idOf(item), item]));
  const known = new Set(shown.map(idOf));
  const lastShown = fresh.findLastIndex((item) => known.has(idOf(item)));
  const isNew = (item: Item) => !known.has(idOf(item));
  const below = lastShown < 0 ? [] : fresh.slice(lastShown + 1);
  return {
    rows: [...shown.map((item) => byId.get(idOf(item)) ?? item), ...below],
    waiting: fresh.filter(isNew).length - below.length,
  };
}
