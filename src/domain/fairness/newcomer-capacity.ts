import { type DestinationCapacity, NEW_DESTINATION } from './destination-capacity';

/** What the first attempts at URLs of one origin have taught, each made when nothing was known about its URL. */
export interface Newcomers {
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
