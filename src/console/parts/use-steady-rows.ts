import { useState } from 'react';
import { steadyRows } from './steady-rows';

interface Listed<Item> {
  readonly rows: readonly Item[];
  /** Another one is another list. */
  readonly listKey: string;
  readonly idOf: (item: Item) => string;
  /** Whether somebody points at a row, has the focus on one, or has scrolled. */
  readonly isHeld: boolean;
}

/** The rows to show: none moves while the list is held. `release` shows what waits. */
export function useSteadyRows<Item>({ rows: fresh, listKey, idOf, isHeld }: Listed<Item>) {
  const [before, setBefore] = useState({ listKey, fresh, rows: fresh, waiting: 0, isHeld });
  let now = before;
  if (before.listKey !== listKey || before.fresh !== fresh || before.isHeld !== isHeld) {
    const isSame = before.listKey === listKey && before.rows.length > 0;
    const next = isHeld && isSame ? steadyRows(before.rows, fresh, idOf) : { rows: fresh, waiting: 0 };
    now = { listKey, fresh, isHeld, ...next };
    setBefore(now);
  }
  const { rows, waiting } = now;
  return { rows, waiting, release: () => setBefore({ ...now, rows: fresh, waiting: 0 }) };
}
