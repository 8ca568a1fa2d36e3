import type { DeliveryStatus } from '../deliveries/delivery';
import type { EventRecord } from './event';

/** The steps of an event's way, in their order. `ended`: no delivery of it is pending. */
export const LIFECYCLE_STEPS = ['accepted', 'started', 'resolved', 'first_attempt', 'ended'] as const;

/** A step of an event's way. */
export interface LifecycleStep {
  readonly step: (typeof LIFECYCLE_STEPS)[number];
  /** ISO text, UTC; `undefined` for a step that has not come. */
  readonly at: string | undefined;
  /** Milliseconds since the last step before it that has come. */
  readonly afterMs: number | undefined;
}

interface Course {
  readonly record: EventRecord;
  readonly deliveries: readonly { readonly status: DeliveryStatus; readonly updatedAt: string }[];
  /** ISO text, UTC. */
  readonly firstAttemptAt: string | undefined;
}

/** Tells how far an event has come, and how long each step took. */
export function lifecycleOf({ record, deliveries, firstAttemptAt }: Course): readonly LifecycleStep[] {
  const { event, startedAt, resolvedAt } = record;
  const isPending = deliveries.some(({ status }) => status === 'pending');
  const lastChange = deliveries
    .map(({ updatedAt }) => updatedAt)
    .sort()
    .at(-1);
  const times: Readonly<Record<LifecycleStep['step'], string | undefined>> = {
    accepted: event.receivedAt,
    started: startedAt,
    resolved: resolvedAt,
    first_attempt: firstAttemptAt,
    ended: isPending || resolvedAt === undefined ? undefined : (lastChange ?? resolvedAt),
  };
  let before = event.receivedAt;
  return LIFECYCLE_STEPS.map((step) => {
    const at = times[step];
    if (at === undefined) return { step, at, afterMs: undefined };
    const afterMs = Math.max(0, Date.parse(at) - Date.parse(before));
    before = at > before ? at : before;
    return { step, at, afterMs };
  });
}
