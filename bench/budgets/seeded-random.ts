/** A reproducible source of numbers: mulberry32, which is public domain. */
export class SeededRandom {
  constructor(private state: number) {}

  /** At least 0, below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** From 0 to `maximum`. */
  integer(maximum: number): number {
    return Math.floor(this.next() * (maximum + 1));
  }

  pick<Choice>(choices: readonly Choice[]): Choice {
    const choice = choices[this.integer(choices.length - 1)];
    if (choice === undefined) throw new Error('nothing to pick from');
    return choice;
  }
}
