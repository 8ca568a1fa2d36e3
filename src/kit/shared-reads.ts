interface Options<Query, Value> {
  /** Equal for queries that have the same answer. */
  readonly keyOf: (query: Query) => string;
  /** @returns the answers, in the order of the queries, no two of which have the same key. */
  readonly readAll: (queries: readonly Query[]) => Promise<readonly Value[]>;
  /** How many reads are made at a time. */
  readonly atATime: number;
}

interface Waiting<Query, Value> {
  readonly query: Query;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

/** Queries that one read answers. */
const MAX_GROUP = 100;

/**
 * Shares reads: what is asked in the same moment, or while reads are under way, is read together afterwards. An answer
 * is never older than its question.
 */
export function sharedReads<Query, Value>({
  keyOf,
  readAll,
  atATime,
}: Options<Query, Value>): (query: Query) => Promise<Value> {
  const ask = gather<Waiting<Query, Value>>(
    (waiting) => readGroup(takeGroup(waiting, keyOf), readAll),
    atATime,
  );
  return (query) => new Promise((resolve, reject) => ask({ query, resolve, reject }));
}

/** Who asks the same, for each question. */
type Group<Query, Value> = readonly [Waiting<Query, Value>, ...Waiting<Query, Value>[]][];

/** All that ask one of the first 100 questions. */
function takeGroup<Query, Value>(
  waiting: Waiting<Query, Value>[],
  keyOf: (query: Query) => string,
): Group<Query, Value> {
  const group = new Map<string, Group<Query, Value>[number]>();
  const left: Waiting<Query, Value>[] = [];
  for (const one of waiting.splice(0)) {
    const key = keyOf(one.query);
    const same = group.get(key);
    if (same) same.push(one);
    else if (group.size < MAX_GROUP) group.set(key, [one]);
    else left.push(one);
  }
  waiting.push(...left);
  return [...group.values()];
}

async function readGroup<Query, Value>(
  group: Group<Query, Value>,
  readAll: Options<Query, Value>['readAll'],
): Promise<void> {
  try {
    const values = await readAll(group.map(([{ query }]) => query));
    group.forEach((askers, index) => {
      // As many as there are queries.
      for (const { resolve } of askers) resolve(values[index] as Value);
    });
  } catch (error) {
    for (const { reject } of group.flat()) reject(error);
  }
}

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
