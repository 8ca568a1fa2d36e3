import type { LoadTarget } from './load';

/** One shape's share of a round. */
export interface Part {
  readonly title: string;
  /** Ids of the events to publish. */
  readonly eventIds: readonly string[];
}

export interface Rounds {
  readonly rounds: number;
  /** Of each shape, in all rounds together. */
  readonly events: number;
  /** Begins the events' ids. */
  readonly prefix: string;
}

/** Calls `task` for all shapes in every round, so that what else the machine does hits all alike; another one begins each time. */
export async function inTurn(
  targets: readonly LoadTarget[],
  { rounds, events, prefix }: Rounds,
  task: (target: LoadTarget, part: Part) => Promise<void>,
): Promise<void> {
  for (let round = 1; round <= rounds; round++) {
    const share = Math.floor(events / rounds) + (round <= events % rounds ? 1 : 0);
    for (const target of rotated(targets, round)) {
      const { name } = target.shape;
      await task(target, {
        title: `round ${round} of ${rounds}, ${name}`,
        eventIds: eventIds(`${name}-${prefix}-${round}`, share),
      });
    }
  }
}

/** The service's shapes share an engine, where a workflow's id tells of no shape: the event's id does. */
export function eventIds(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
