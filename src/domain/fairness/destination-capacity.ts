import { ATTEMPT_ERRORS, type AttemptOutcome } from '../deliveries/attempt';

/** How many attempts to one URL may be in progress, learnt from how it answers. Source: docs/decisions.md D35. */
export interface DestinationCapacity {
  /** A whole number, at least 1. */
  readonly limit: number;
  /**
   * How its recent attempts went. `unknown`: none has ended or taken long. `slow`: it answered late, or takes long
   * after it had answered. `hanging`: it waited in vain, or takes long without an earlier answer.
   */
  readonly pace: 'unknown' | 'quick' | 'slow' | 'hanging';
}

/** An attempt that takes longer is slow, however it ends. */
export const SLOW_ATTEMPT_MS = 1_000;

const MAX_LIMIT = 100;

/** Statuses by which a receiver asks for fewer requests. Source: RFC 6585, section 4; RFC 9110, section 15.6.4. */
const ASKS_FOR_LESS: readonly number[] = [429, 503];

/** The capacity of an unknown destination. */
export const NEW_DESTINATION: DestinationCapacity = { limit: 10, pace: 'unknown' };

/**
 * Learns from an attempt that has ended. Each quick answer, whatever it says, raises the limit by one, up to 100. An
 * attempt that waited in vain halves it, down to 1. If two attempts in a hundred hang, that is no hindrance; if half of
 * them hang, two at a time remain.
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

/** Learns that an attempt has been in progress for longer than {@link SLOW_ATTEMPT_MS}. */
export function slowed({ limit, pace }: DestinationCapacity): DestinationCapacity {
  return { limit, pace: pace === 'quick' || pace === 'slow' ? 'slow' : 'hanging' };
}

/** The lesson of the first attempts at URLs of one origin, each made when nothing was known about its URL. */
interface Newcomers {
  readonly capacity: DestinationCapacity;
  /** Such attempts in progress. */
  readonly underWay: number;
}

/**
 * Guesses the capacity of an unknown URL from what is known of other new URLs of its origin. If they were quick, the
 * new URL counts as quick, for as many attempts at a time as they have earned. If they were slow recently, one attempt
 * at a time is enough to find out.
 */
export function newcomerCapacity({ capacity: { limit, pace }, underWay }: Newcomers): DestinationCapacity {
  if (pace === 'slow' || pace === 'hanging') return { ...NEW_DESTINATION, limit: 1 };
  return pace === 'quick' && underWay < limit ? { ...NEW_DESTINATION, pace: 'quick' } : NEW_DESTINATION;
}
