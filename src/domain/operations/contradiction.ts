/** Why a report, or a part of it, cannot be used. */
export interface Contradiction {
  /** Path in the report: `payload`, `error`, or `eager.` and the number of a result. */
  readonly field: string;
  readonly expected: string;
  /** It was never asked for. All others contradict what was reported before. */
  readonly isUnknown?: boolean;
}
