interface Waiting<Query, Value> {
  readonly query: Query;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

interface Options<Query, Value> {
  /** Equal for queries that have the same answer. */
  readonly keyOf: (query: Query) => string;
  /** @returns the answers, in the order of the queries, no two of which have the same key. */
  readonly readAll: (queries: readonly Query[]) => Promise<readonly Value[]>;
  /** How many reads are made at a time. */
  readonly atATime: number;
}

/** Queries that one read answers. */
const MAX_GROUP = 100;

/**
 * Shares reads: what is asked in the same moment, or while reads are under way, is read together afterwards. An answer is
 * never older than its question.
 */
export function sharedReads<Query, Value>({
  keyOf,
  readAll,
  atATime,
}: Options<Query, Value>): (query: Query) => Promise<Value> {
  const waiting = new Map<string, Waiting<Query, Value>[]>();
  let reading = 0;

  async function readGroups(): Promise<void> {
    while (waiting.size > 0) await readGroup(takeGroup(waiting), readAll);
    reading -= 1;
  }

  return (query) =>
    new Promise((resolve, reject) => {
      const key = keyOf(query);
      const asked = { query, resolve, reject };
      const same = waiting.get(key);
      if (same) same.push(asked);
      else waiting.set(key, [asked]);
      if (reading >= atATime) return;
      reading += 1;
      setImmediate(() => void readGroups());
    });
}

type Group<Query, Value> = readonly (readonly [Waiting<Query, Value>, ...Waiting<Query, Value>[]])[];

function takeGroup<Query, Value>(waiting: Map<string, Waiting<Query, Value>[]>): Group<Query, Value> {
  const group: [Waiting<Query, Value>, ...Waiting<Query, Value>[]][] = [];
  for (const [key, [first, ...others]] of waiting) {
    waiting.delete(key);
    if (first) group.push([first, ...others]);
    if (group.length === MAX_GROUP) break;
  }
  return group;
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
