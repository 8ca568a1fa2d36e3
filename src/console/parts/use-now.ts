import { useSyncExternalStore } from 'react';

const EVERY_MS = 1_000;

/** The time in whole seconds, in milliseconds since the epoch. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, now);
}

function now(): number {
  return Math.floor(Date.now() / EVERY_MS) * EVERY_MS;
}

/** Ticks when a second begins: in between, what is shown would be late by the rest of it. */
function subscribe(tick: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  function wait(): void {
    timer = setTimeout(
      () => {
        tick();
        wait();
      },
      EVERY_MS - (Date.now() % EVERY_MS),
    );
  }
  wait();
  return () => clearTimeout(timer);
}
