import type { TriggeredBy } from './event';
import { toMicrosecondsUtc } from '../iso-time';

/**
 * What was posted under an id, without the id: JSON that decides whether two requests mean the same, whatever the order
 * of its keys. Source: docs/decisions.md D27.
 */
export interface PostedContent {
  /** In normal form. Defaults, such as the time of receipt, are not in it. */
  readonly meaning: unknown;
  /** As it came: what was stored before the meaning was compared is known by it. */
  readonly asPosted: unknown;
}

/** When something happened and who caused it, as far as it was posted. */
export interface PostedCause {
  /** ISO text. */
  readonly triggered_at?: string | undefined;
  readonly triggered_by?: TriggeredBy | undefined;
}

/** The part of a content's meaning that says when and by whom: of the time what is kept of it. */
export function causeMeaning({ triggered_at: at, triggered_by: by }: PostedCause): PostedCause {
  return {
    ...(at !== undefined && { triggered_at: toMicrosecondsUtc(at) }),
    ...(by !== undefined && { triggered_by: by }),
  };
}
