import fc from 'fast-check';

/** What requests refer to by an id that is only known while the test runs. */
export const POOLS = [
  'account',
  'cloudName',
  'trigger',
  'event',
  'delivery',
  'operation',
  'bulkAction',
  'subAccount',
  // Those that may be deleted.
  'spareSubAccount',
  'spareTrigger',
  'accessKey',
  // Of the one preview that every later request repeats.
  'previewToken',
  'cursor',
] as const;
export type Pool = (typeof POOLS)[number];

/** Ids by what they are of. */
export type Ids = Readonly<Record<Pool, readonly string[]>>;

/** A text that stands for one of the caller's own ids; a path, a query and JSON leave it as it is. */
export function ownId(pool: Pool): fc.Arbitrary<string> {
  return fc.nat({ max: 999 }).map((index) => `~own.${pool}.${index}~`);
}

/** A text that stands for one of the other tenant's ids. */
export function foreignId(pool: Pool): fc.Arbitrary<string> {
  return fc.nat({ max: 999 }).map((index) => `~foreign.${pool}.${index}~`);
}

/** Puts ids in the place of those texts; `none` where there is no id yet. */
export function withIds(text: string, ids: { readonly own: Ids; readonly foreign: Ids }): string {
  return text.replace(
    /~(own|foreign)\.(\w+)\.(\d+)~/g,
    (_, owner: keyof typeof ids, pool: Pool, index: string) => {
      const pooled = ids[owner][pool];
      return pooled[Number(index) % pooled.length] ?? 'none';
    },
  );
}
