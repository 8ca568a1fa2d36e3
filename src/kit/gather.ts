/**
 * Gathers what comes in the same moment, and what comes while others are handled: it is handled together afterwards.
 *
 * @param handle takes what it handles, at least one thing, out of the array, and never throws.
 * @param atATime how often it may be under way.
 */
export function gather<Item>(
  handle: (waiting: Item[]) => Promise<void>,
  atATime: number,
): (item: Item) => void {
  const waiting: Item[] = [];
  let underWay = 0;

  async function handleAll(): Promise<void> {
    while (waiting.length > 0) await handle(waiting);
    underWay -= 1;
  }

  return (item) => {
    waiting.push(item);
    if (underWay >= atATime) return;
    underWay += 1;
    setImmediate(() => void handleAll());
  };
}
