import { useCallback, useState } from 'react';

/** Which rows of a list are ticked. */
export interface Ticks {
  readonly ids: ReadonlySet<string>;
  /** Whether everything is meant that the filter finds, not only the rows that are loaded. */
  readonly isAll: boolean;
  /** It is always the same function, so that a row which is the same is not rendered again. */
  readonly toggle: (id: string) => void;
  /** Ticks these rows, and no others. */
  tick(ids: readonly string[]): void;
  takeAll(): void;
  clear(): void;
}

interface Ticked {
  readonly listKey: string;
  readonly ids: ReadonlySet<string>;
  readonly isAll: boolean;
}

const nothing = (listKey: string): Ticked => ({ listKey, ids: new Set(), isAll: false });

/** @param listKey another one is another list, in which nothing is ticked yet. */
export function useTicks(listKey: string): Ticks {
  const [ticked, setTicked] = useState(() => nothing(listKey));
  const current = ticked.listKey === listKey ? ticked : nothing(listKey);
  if (current !== ticked) setTicked(current);
  const toggle = useCallback((id: string) => {
    setTicked(({ listKey: key, ids: before }) => {
      const ids = new Set(before);
      if (!ids.delete(id)) ids.add(id);
      return { listKey: key, ids, isAll: false };
    });
  }, []);
  return {
    ids: current.ids,
    isAll: current.isAll,
    toggle,
    tick: (ids) => setTicked({ listKey, ids: new Set(ids), isAll: false }),
    takeAll: () => setTicked({ ...current, isAll: true }),
    clear: () => setTicked(nothing(listKey)),
  };
}
