import { isSameJson } from '../json/json-values';

/** A derived asset, as the platform reports it: dimensions, format, URLs. */
interface CompletedEagerEntry {
  readonly transformation: string;
  readonly status?: 'complete' | undefined;
  readonly [key: string]: unknown;
}

/** Source: docs/decisions.md D23. */
interface FailedEagerEntry {
  readonly transformation: string;
  readonly status: 'failed';
  readonly reason: string;
}

export type EagerEntry = CompletedEagerEntry | FailedEagerEntry;

/** One eager transformation of a request. */
export interface EagerWork {
  /** As requested. */
  readonly transformation: string;
  /** How it ended; `undefined` while it is open. */
  readonly entry: EagerEntry | undefined;
}

/** Lists the distinct transformations of an `eager` parameter, all open, in the order of the request. */
export function openEagerWork(eager: string | readonly string[] | undefined): readonly EagerWork[] {
  const transformations = [eager ?? []]
    .flat()
    .flatMap((text) => text.split('|'))
    .map((text) => text.trim())
    .filter((text) => text !== '');
  return transformations
    .filter((text, at) => transformations.findIndex((other) => isSameTransformation(other, text)) === at)
    .map((transformation) => ({ transformation, entry: undefined }));
}

/** Whether two texts mean the same transformation. */
export function isSameTransformation(a: string, b: string): boolean {
  return a === b || canonicalTransformation(a) === canonicalTransformation(b);
}

/** A text that means the same transformation: the order of parameters within a component is free. */
export function canonicalTransformation(transformation: string): string {
  return transformation
    .trim()
    .split('/')
    .map((component) => component.split(',').sort().join(','))
    .join('/');
}

/** Whether two results say the same: one without a status is complete. */
export function isSameEntry(a: EagerEntry, b: EagerEntry): boolean {
  return isSameJson(canonicalEntry(a), canonicalEntry(b));
}

function canonicalEntry(entry: EagerEntry): EagerEntry {
  const transformation = canonicalTransformation(entry.transformation);
  return entry.status === 'failed'
    ? { ...entry, transformation }
    : { ...entry, transformation, status: 'complete' };
}

/** Ends every transformation that is still open as failed. */
export function failOpenWork(eager: readonly EagerWork[], reason: string): readonly EagerWork[] {
  return eager.map((work) =>
    work.entry ? work : { ...work, entry: { transformation: work.transformation, status: 'failed', reason } },
  );
}
