import type { z } from 'zod';
import type { backlogAnswer } from '../../../api/backlog/routes';
import { spanWords } from '../../parts/countdown-words';
import { numberText } from '../../parts/number-text';

type Undispatched = z.output<typeof backlogAnswer>['undispatched_events'];

/** Says what waits: "none", "3, the oldest for 12 s". @param nowMs since the epoch. */
export function backlogWords(
  { count, count_is: countIs, oldest_received_at: oldest }: Undispatched,
  nowMs: number,
): string {
  const isMore = countIs === 'at_least';
  if (oldest === null) return isMore ? 'none among the oldest of the service' : 'none';
  const age = spanWords(Math.max(0, nowMs - Date.parse(oldest)));
  return `${numberText(count)}${isMore ? ' or more' : ''}, the oldest for ${age}`;
}
