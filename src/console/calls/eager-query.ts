import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useRef } from 'react';
import { call } from './call';
import { EAGER_FOR_MS, EAGER_POLL_MS, POLL_MS, pollDelayMs, QUICK_POLL_MS } from './poll';

interface EagerQuery<Answer> {
  readonly queryKey: readonly string[];
  readonly path: string;
  /** Whether it may change at any moment. */
  readonly isMoving: (answer: Answer) => boolean;
}

/** One thing of the API, looked at again and again. After `onSettled` of what was asked of it, it is looked at more often. */
export function useEagerQuery<Answer>({
  queryKey,
  path,
  isMoving,
}: EagerQuery<Answer>): readonly [query: UseQueryResult<Answer>, onSettled: () => Promise<void>] {
  const client = useQueryClient();
  const eagerUntilMs = useRef(0);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => call<Answer>(path, { signal }),
    refetchInterval: ({ state: { data, fetchFailureCount } }) => {
      if (Date.now() < eagerUntilMs.current) return EAGER_POLL_MS;
      return pollDelayMs(fetchFailureCount, data !== undefined && isMoving(data) ? QUICK_POLL_MS : POLL_MS);
    },
  });
  const onSettled = () => {
    eagerUntilMs.current = Date.now() + EAGER_FOR_MS;
    return client.invalidateQueries({ queryKey });
  };
  return [query, onSettled];
}
