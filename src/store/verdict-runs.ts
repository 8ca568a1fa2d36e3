import type { Verdict, VerdictKind } from '../domain/verdict';

/** Consecutive triggers whose verdict says no more than its kind. */
interface VerdictRun {
  readonly verdict: VerdictKind;
  readonly triggerIds: readonly string[];
}

/**
 * The JSON text of an event's verdicts, in their order. Most triggers of a large product environment do not match, all
 * alike: they take the room of their ids.
 */
export function verdictsToText(verdicts: readonly Verdict[]): string {
  const entries: (Verdict | VerdictRun)[] = [];
  let run: string[] = [];
  let runVerdict: VerdictKind | undefined;
  for (const verdict of verdicts) {
    if (verdict.reason !== undefined || verdict.deliveryId !== undefined) {
      runVerdict = undefined;
      entries.push(verdict);
    } else if (verdict.verdict === runVerdict) {
      run.push(verdict.triggerId);
    } else {
      runVerdict = verdict.verdict;
      run = [verdict.triggerId];
      entries.push({ verdict: runVerdict, triggerIds: run });
    }
  }
  return JSON.stringify(entries);
}

export function verdictsFromText(text: string): readonly Verdict[] {
  const entries = JSON.parse(text) as readonly (Verdict | VerdictRun)[];
  return entries.flatMap((entry): readonly Verdict[] => {
    if (!('triggerIds' in entry)) return [entry];
    return entry.triggerIds.map((triggerId) => ({ triggerId, verdict: entry.verdict }));
  });
}
