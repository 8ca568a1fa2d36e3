import type { ListOrder } from './list-order';

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
