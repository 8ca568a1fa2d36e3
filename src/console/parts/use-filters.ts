import { useSearchParams } from 'wouter';

/** The filters of a list, as the address of the page has them, and how to change them. */
interface Filters<Name extends string> {
  /** Only those that are set, by the names that the API gives them. */
  readonly values: Readonly<Partial<Record<Name, string>>>;
  readonly isAny: boolean;
  /** An empty value takes the filter away. */
  set(changes: Readonly<Partial<Record<Name, string>>>): void;
  clear(): void;
}

/** @param names of the filters that the list has. Whatever else is in the address stays. */
export function useFilters<Name extends string>(names: readonly Name[]): Filters<Name> {
  const [params, setParams] = useSearchParams();
  const given = names.flatMap((name) => {
    const value = params.get(name);
    return value === null || value === '' ? [] : [[name, value] as const];
  });
  const change = (changes: Readonly<Partial<Record<Name, string>>>) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries<string | undefined>(changes)) {
          if (value === undefined || value === '') after.delete(name);
          else after.set(name, value);
        }
        return after;
      },
      { replace: true },
    );
  return {
    values: Object.fromEntries(given) as Partial<Record<Name, string>>,
    isAny: given.length > 0,
    set: change,
    clear: () => change(Object.fromEntries(names.map((name) => [name, ''])) as Partial<Record<Name, string>>),
  };
}
