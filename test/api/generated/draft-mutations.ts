import fc from 'fast-check';
import { isJsonObject } from '../../../src/domain/json/json-values';
import { mutation, type Mutation } from './mutation';
import { oddJson, oddText } from './odd-json';
import { foreignId, POOLS } from './reference';
import type { Credentials, Draft } from './request-draft';

const anIndex = fc.nat({ max: 10_000 });
const MAX_KEY_LENGTH = 300;

/** Asks for what the other tenant has. */
export const toForeignId = mutation(5, anIndex, withForeignId);

/** Changes what a request says. */
export const draftMutations: fc.Arbitrary<Mutation<Draft>> = fc.oneof(
  mutation<Draft, number>(2, anIndex, (draft, at) => withField(draft, at, undefined)),
  mutation(4, fc.tuple(anIndex, oddJson), (draft: Draft, [at, value]) => withField(draft, at, value)),
  mutation(2, fc.tuple(anIndex, oddText, oddJson), (draft: Draft, [at, key, value]) =>
    withNewField(draft, at, { key, value }),
  ),
  mutation(1, oddJson, (draft: Draft, json) => ({ ...draft, json })),
  mutation(1, fc.tuple(anIndex, fc.oneof(...POOLS.map(foreignId))), (draft: Draft, [at, text]) =>
    withSegment(draft, at, text),
  ),
  toForeignId,
  mutation(2, fc.tuple(anIndex, oddText), (draft: Draft, [at, text]) => withSegment(draft, at, text)),
  mutation(2, fc.tuple(oddText, oddText), (draft: Draft, pair) => ({
    ...draft,
    query: [...draft.query, pair],
  })),
  mutation(3, fc.tuple(anIndex, oddText), (draft: Draft, [at, text]) => withQueryValue(draft, at, text)),
  mutation(1, fc.constant(2), (draft: Draft) => ({ ...draft, query: [...draft.query, ...draft.query] })),
  mutation(
    1,
    fc.constantFrom<Credentials>('admin', 'provisioner', 'reader', 'publisher'),
    (draft: Draft, credentials) => ({ ...draft, credentials }),
  ),
);

/** Mostly one that is a parameter. */
function withSegment(draft: Draft, at: number, text: string): Draft {
  const { segments } = draft;
  const parameters = segments.flatMap((segment, index) => (segment.startsWith('~') ? [index] : []));
  const chosen = parameters[at % (parameters.length + 1)] ?? at % segments.length;
  return { ...draft, segments: segments.map((segment, index) => (index === chosen ? text : segment)) };
}

/** The last parameter is the thing itself; those before say whose it is. */
function withForeignId(draft: Draft, at: number): Draft {
  const { segments } = draft;
  const last = segments.findLastIndex((segment) => segment.startsWith('~'));
  const isMeant = (index: number) => index === last || (at % 4 === 0 && index < last);
  return {
    ...draft,
    segments: segments.map((segment, index) =>
      isMeant(index) ? segment.replace('~own.', '~foreign.') : segment,
    ),
  };
}

/** The beginning of a value stays, so that a cursor is one that was tampered with. */
function withQueryValue(draft: Draft, at: number, text: string): Draft {
  const chosen = at % draft.query.length;
  return {
    ...draft,
    query: draft.query.map(([name, value], index) =>
      index === chosen ? [name, `${value.slice(0, at % (value.length + 1))}${text}`] : [name, value],
    ),
  };
}

type Path = readonly string[];

function withField(draft: Draft, at: number, value: unknown): Draft {
  const paths = pathsIn(draft.json);
  return { ...draft, json: changed(draft.json, paths[at % paths.length] ?? [], value) };
}

function withNewField(draft: Draft, at: number, field: { key: string; value: unknown }): Draft {
  const paths = pathsIn(draft.json);
  const beside = paths[at % paths.length]?.slice(0, -1) ?? [];
  return {
    ...draft,
    json: changed(draft.json, [...beside, field.key.slice(0, MAX_KEY_LENGTH)], field.value),
  };
}

/** Of every value within, itself excluded. */
function pathsIn(value: unknown): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [key],
    ...pathsIn(inner).map((path) => [key, ...path]),
  ]);
}

/** @param value `undefined` removes. */
function changed(tree: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(tree)) {
    return tree.map((item: unknown, index) => (String(index) === key ? changed(item, rest, value) : item));
  }
  const entries = Object.entries(isJsonObject(tree) ? tree : {});
  const inner = entries.find(([name]) => name === key)?.[1];
  // All are own fields then, whatever their names.
  return Object.fromEntries([
    ...entries.filter(([name]) => name !== key),
    [key, changed(inner, rest, value)],
  ]);
}
