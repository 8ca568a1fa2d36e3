import type { Arrival } from './contract';

/** Counts the attempts at receivers that never answer: each keeps its connection until its deadline. */
export class HangingCount {
  attempts = 0;
  private readonly atHost = new Map<number, number>();

  add({ port, openCount }: Arrival): void {
    this.attempts += 1;
    this.atHost.set(port, openCount);
  }

  /** Under way at all hosts, as each host said at its latest attempt. */
  get underWay(): number {
    return [...this.atHost.values()].reduce((sum, openCount) => sum + openCount, 0);
  }
}
