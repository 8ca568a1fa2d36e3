/** In which order a list may be read. */
export const LIST_ORDERS = ['newest_first', 'oldest_first'] as const;

type ListOrder = (typeof LIST_ORDERS)[number];

/** A part of a list. */
export interface PageQuery {
  /** By default the newest first. */
  readonly order?: ListOrder | undefined;
  /** ISO text, UTC: `from` included, `to` excluded. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Time and id of the last one of the page before. */
  readonly after?: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** The next step continues after this one: the time that orders the list, and the id. */
export interface Position {
  readonly at: string;
  readonly id: string;
}

/** The part of a list that a step of the reconciler looks at. */
export interface ListStep {
  /** ISO text, UTC: what was touched since is left alone. */
  readonly before: string;
  readonly after: Position | undefined;
  readonly limit: number;
}

/** An item of such a list. */
export type Listed<Item> = Item & { readonly position: Position };
