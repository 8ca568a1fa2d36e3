import type { Arrival } from './contract';

/** Counts the attempts at receivers that never answer: each keeps its connection until its deadline. */
export class HangingCount {
  attempts = 0;
  private readonly atPort = new Map<number, number>();

  add({ port, hangingCount }: Arrival): void {
    this.attempts += 1;
    this.atPort.set(port, hangingCount);
  }

  /** Under way at all hosts, as each host said at its latest attempt. */
  get underWay(): number {
    return [...this.atPort.values()].reduce((sum, hangingCount) => sum + hangingCount, 0);
  }
}
