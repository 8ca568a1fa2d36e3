import type { SuccessStatuses } from '../triggers/trigger';

/** One request to a receiver. */
export interface OutgoingPost {
  /** In normal form. */
  readonly url: string;
  readonly body: string;
  /** Sent as they are; `Host`, `Content-Length` and `Connection` are added. */
  readonly headers: Readonly<Record<string, string>>;
  /** Counted from before the name lookup to the end of the answer's head. */
  readonly timeoutMs: number;
  /** `200` when absent. */
  readonly successStatuses?: SuccessStatuses;
}
