import { useSyncExternalStore } from 'react';

const EVERY_MS = 1_000;

/** The time in whole seconds, in milliseconds since the epoch. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, now);
}

function now(): number {
  return Math.floor(Date.now() / EVERY_MS) * EVERY_MS;
}

function subscribe(tick: () => void): () => void {
  const timer = setInterval(tick, EVERY_MS);
  return () => clearInterval(timer);
}
