import { ATTEMPT_ERRORS, type AttemptOutcome } from '../deliveries/attempt';

/** How many attempts may be under way to one URL, learnt from how it answers. Source: docs/decisions.md D35. */
export interface DestinationCapacity {
  /** A whole number, at least 1. */
  readonly limit: number;
  /**
   * How its attempts went of late: `unknown` before any has ended or taken long, `slow` when it answered late or
   * takes long after it had answered, `hanging` when it waited in vain or takes long without an answer before.
   */
  readonly pace: 'unknown' | 'quick' | 'slow' | 'hanging';
}

/** An attempt that takes longer is slow, however it ends. */
export const SLOW_ATTEMPT_MS = 1_000;

const MAX_LIMIT = 100;

/** Statuses by which a receiver asks for fewer requests. Source: RFC 6585, section 4; RFC 9110, section 15.6.4. */
const ASKS_FOR_LESS: readonly number[] = [429, 503];

/** Of a destination that nothing is known about. */
export const NEW_DESTINATION: DestinationCapacity = { limit: 10, pace: 'unknown' };

/**
 * Learns from an attempt that has ended. Quick answers, whatever they say, let the limit grow by one each, up to
 * 100; an attempt that waited in vain halves it, down to 1. Two attempts in a hundred that hang are no
 * hindrance; where half of them hang, two at a time remain.
 */
export function capacityAfter(capacity: DestinationCapacity, outcome: AttemptOutcome): DestinationCapacity {
  const { limit } = capacity;
  const isSlow = outcome.durationMs > SLOW_ATTEMPT_MS;
  if (outcome.kind === 'unreachable') {
    const hasHung = isSlow || ATTEMPT_ERRORS[outcome.errorCode].hasHung;
    return hasHung ? { limit: Math.ceil(limit / 2), pace: 'hanging' } : { limit, pace: 'quick' };
  }
  if (isSlow) return { limit, pace: 'slow' };
  const mayGrow = !ASKS_FOR_LESS.includes(outcome.httpStatus);
  return { limit: mayGrow ? Math.min(MAX_LIMIT, limit + 1) : limit, pace: 'quick' };
}

/** Learns that an attempt is under way for longer than {@link SLOW_ATTEMPT_MS}. */
export function slowed({ limit, pace }: DestinationCapacity): DestinationCapacity {
  return { limit, pace: pace === 'quick' || pace === 'slow' ? 'slow' : 'hanging' };
}

/** What the first attempts at URLs of one origin have taught, each made when nothing was known about its URL. */
interface Newcomers {
  readonly capacity: DestinationCapacity;
  /** Such attempts under way. */
  readonly underWay: number;
}

/**
 * What is supposed of a URL that nothing is known about yet, from what is known of other new ones of its origin:
 * that it is as quick as they were, for as many at a time as they have earned; that one attempt at a time is
 * enough to find out, where they were slow of late.
 */
export function newcomerCapacity({ capacity: { limit, pace }, underWay }: Newcomers): DestinationCapacity {
  if (pace === 'slow' || pace === 'hanging') return { ...NEW_DESTINATION, limit: 1 };
  return pace === 'quick' && underWay < limit ? { ...NEW_DESTINATION, pace: 'quick' } : NEW_DESTINATION;
}
