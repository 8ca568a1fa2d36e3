import { useSyncExternalStore } from 'react';

const EVERY_MS = 1_000;

/** The time in whole seconds, in milliseconds since the epoch. */
export function useNow(): number {
  return useOfNow((nowMs) => nowMs);
}

/**
 * What follows from the time. Whoever shows it is rendered again only when it changes: a list has hundreds of times, most of
 * which stay the same for minutes.
 *
 * @param of gets the time in whole seconds, in milliseconds since the epoch.
 */
export function useOfNow<Value extends string | number>(of: (nowMs: number) => Value): Value {
  return useSyncExternalStore(subscribe, () => of(now()));
}

function now(): number {
  return Math.floor(Date.now() / EVERY_MS) * EVERY_MS;
}

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout>;

/** One timer for all: what changes in the same second is rendered at once. */
function subscribe(tick: () => void): () => void {
  if (listeners.size === 0) wait();
  listeners.add(tick);
  return () => {
    listeners.delete(tick);
    if (listeners.size === 0) clearTimeout(timer);
  };
}

/** Ticks when a second begins: in between, what is shown would be late by the rest of it. */
function wait(): void {
  timer = setTimeout(
    () => {
      wait();
      for (const tick of listeners) tick();
    },
    EVERY_MS - (Date.now() % EVERY_MS),
  );
}
