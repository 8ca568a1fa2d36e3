import type { Knex } from 'knex';
import { gather } from '../../kit/shared-reads';
import { isDatabaseUnavailable } from './database-errors';
import { readerOf } from './reads';

const MAX_GROUP = 50;

interface Options<Item, Result> {
  /** No group has two items of one key. */
  readonly keyOf: (item: Item) => string;
  /** Writes a group, all or nothing. @returns the results, in the order of the items. */
  readonly write: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Groups written at a time. */
  readonly writers: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes in groups: what comes while other things are being written is written together afterwards. Each costs less
 * that way the more there are, and none waits for another one to come.
 */
export function groupedWrites<Item, Result>({
  keyOf,
  write,
  writers,
}: Options<Item, Result>): (item: Item) => Promise<Result> {
  const enter = gather<Waiting<Item, Result>>(writeGroup, writers);

  async function writeGroup(waiting: Waiting<Item, Result>[]): Promise<void> {
    const group = takeGroup(waiting, keyOf);
    try {
      settle(group, await write(group.map(({ item }) => item)));
    } catch (error) {
      if (isDatabaseUnavailable(error)) for (const { reject } of group) reject(error);
      else await writeOneByOne(group, error);
    }
  }

  /** One that cannot be written keeps no other from it. */
  async function writeOneByOne(group: readonly Waiting<Item, Result>[], error: unknown): Promise<void> {
    if (group.length === 1) return group[0]?.reject(error);
    for (const one of group) {
      try {
        settle([one], await write([one.item]));
      } catch (itsError) {
        one.reject(itsError);
      }
    }
  }

  return (item) => new Promise((resolve, reject) => enter({ item, resolve, reject }));
}

/** At most one of each key, in the order in which they came. */
function takeGroup<Item, Result>(
  waiting: Waiting<Item, Result>[],
  keyOf: (item: Item) => string,
): readonly Waiting<Item, Result>[] {
  const group = new Map<string, Waiting<Item, Result>>();
  const left: Waiting<Item, Result>[] = [];
  for (const one of waiting.splice(0)) {
    const key = keyOf(one.item);
    if (group.size < MAX_GROUP && !group.has(key)) group.set(key, one);
    else left.push(one);
  }
  waiting.push(...left);
  return [...group.values()];
}

function settle<Item, Result>(group: readonly Waiting<Item, Result>[], results: readonly Result[]): void {
  // As many as there are items.
  group.forEach(({ resolve }, index) => resolve(results[index] as Result));
}

/** SQLite, which has readers of its own, has one writer; on PostgreSQL, a group that waits for a lock keeps no other waiting. */
export function writersOf(db: Knex): number {
  return readerOf(db) === db ? 4 : 1;
}

/** How many shared reads are made at a time: half of what SQLite has; some of PostgreSQL's connections. */
export function readsAtATimeOf(db: Knex): number {
  return readerOf(db) === db ? 2 : 1;
}
