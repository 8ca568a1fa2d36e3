/** Lets faults of one process come one after the other, however long each takes. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Waits until all of these are free, and takes them. @returns what frees them. */
  async take(names: readonly string[]): Promise<() => void> {
    let free: () => void = () => undefined;
    const freed = new Promise<void>((resolve) => (free = resolve));
    const before = names.flatMap((name) => (name === '' ? [] : (this.last.get(name) ?? [])));
    for (const name of names) this.last.set(name, freed);
    await Promise.all(before);
    return free;
  }
}
