/** After this one the next step goes on: the time that orders the list, and the id. */
export interface Position {
  readonly at: string;
  readonly id: string;
}

/** Which part of a list a step of the reconciler looks at. */
export interface Step {
  /** ISO text, UTC: what was touched since is left alone. */
  readonly before: string;
  readonly after: Position | undefined;
  readonly limit: number;
}

/** An item of such a list. */
export type Listed<Item> = Item & { readonly position: Position };
