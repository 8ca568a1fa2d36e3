import type { PageQuery } from '../page-query';
import type { Event } from './event';
import type { Verdict } from './verdict';

/** An event with what became of it. */
export interface EventRecord {
  readonly event: Event;
  /** ISO text, UTC; `undefined` until its destinations were resolved. */
  readonly resolvedAt: string | undefined;
  readonly verdicts: readonly Verdict[];
}

/** An event as lists have it, without its payload. */
export interface EventSummary extends Pick<
  Event,
  'eventId' | 'eventType' | 'triggeredAt' | 'triggeredBy' | 'receivedAt'
> {
  readonly resolvedAt: string | undefined;
}

export interface EventQuery extends PageQuery {
  readonly eventType?: string | undefined;
}
