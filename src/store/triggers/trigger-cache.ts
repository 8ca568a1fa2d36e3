import type { Trigger } from '../../domain/triggers/trigger';

/** Product environments whose triggers are kept in memory; those used longest ago go first. */
const MAX_ENVIRONMENTS = 500;

interface Entry {
  readonly version: number;
  readonly triggers: readonly Trigger[];
}

/** Keeps each environment's triggers with the version that they were read at. */
export class TriggerCache {
  private readonly entries = new Map<string, Entry>();

  /** @returns `undefined` when they were not kept, or were kept at another version. */
  find(environmentId: string, version: number): readonly Trigger[] | undefined {
    const entry = this.entries.get(environmentId);
    if (entry?.version !== version) return undefined;
    this.keep(environmentId, entry);
    return entry.triggers;
  }

  keep(environmentId: string, entry: Entry): void {
    this.entries.delete(environmentId);
    this.entries.set(environmentId, entry);
    if (this.entries.size <= MAX_ENVIRONMENTS) return;
    for (const longestAgo of this.entries.keys()) {
      this.entries.delete(longestAgo);
      return;
    }
  }
}
