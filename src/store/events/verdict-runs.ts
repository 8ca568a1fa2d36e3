import type { Verdict, VerdictKind } from '../../domain/events/event-resolution';

/** Consecutive triggers with the same verdict, and the same reason or none. */
interface VerdictRun {
  readonly verdict: VerdictKind;
  readonly reason?: string | undefined;
  readonly triggerIds: readonly string[];
}

/**
 * The JSON text of an event's verdicts, in their order. Most triggers of a large product environment do not match, all
 * alike: they take the room of their ids.
 */
export function verdictsToText(verdicts: readonly Verdict[]): string {
  const entries: (Verdict | VerdictRun)[] = [];
  let triggerIds: string[] = [];
  let before: Verdict | undefined;
  for (const verdict of verdicts) {
    if (verdict.deliveryId !== undefined) {
      entries.push(verdict);
    } else if (before && verdict.verdict === before.verdict && verdict.reason === before.reason) {
      triggerIds.push(verdict.triggerId);
    } else {
      triggerIds = [verdict.triggerId];
      const { triggerId: _first, ...same } = verdict;
      entries.push({ ...same, triggerIds });
    }
    before = verdict.deliveryId === undefined ? verdict : undefined;
  }
  return JSON.stringify(entries);
}

export function verdictsFromText(text: string): readonly Verdict[] {
  const entries = JSON.parse(text) as readonly (Verdict | VerdictRun)[];
  return entries.flatMap((entry): readonly Verdict[] => {
    if (!('triggerIds' in entry)) return [entry];
    const { triggerIds, ...same } = entry;
    return triggerIds.map((triggerId) => ({ triggerId, ...same }));
  });
}
