/** Events of one kind, whose cost is measured alone. */
export interface CostKind {
  readonly title: string;
  /** That of its triggers; each kind has its own. */
  readonly eventType: string;
  readonly destinations: number;
  /** Of each delivery: 1 when the receiver accepts at once, else the whole schedule. */
  readonly attempts: number;
}

/** The whole schedule, its waits shortened: how long a wait is costs nothing. */
export const RETRY_DELAYS_SECONDS = [1, 1, 1];
const ATTEMPT_LIMIT = RETRY_DELAYS_SECONDS.length + 1;

/** So chosen that an event, a delivery and an attempt are each the difference of two of them. */
export const COST_KINDS = {
  none: { title: 'no destination', eventType: 'delete', destinations: 0, attempts: 0 },
  one: { title: '1 destination, accepted', eventType: 'upload', destinations: 1, attempts: 1 },
  three: { title: '3 destinations, accepted', eventType: 'rename', destinations: 3, attempts: 1 },
  ten: { title: '10 destinations, accepted', eventType: 'move', destinations: 10, attempts: 1 },
  refused: {
    title: `1 destination, ${ATTEMPT_LIMIT} attempts refused`,
    eventType: 'create_folder',
    destinations: 1,
    attempts: ATTEMPT_LIMIT,
  },
} as const satisfies Readonly<Record<string, CostKind>>;

export type CostKindName = keyof typeof COST_KINDS;
