import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { backlogAnswer } from '../../api/backlog/routes';
import { call } from './call';
import { environmentPath } from './environment-path';
import { pollDelayMs } from './poll';
import type { Session } from './session';

/** Events that were accepted and are not dispatched yet. */
export function useBacklog({ cloud_name: cloudName }: Session) {
  return useQuery({
    queryKey: ['backlog', cloudName],
    queryFn: ({ signal }) =>
      call<z.output<typeof backlogAnswer>>(environmentPath(cloudName, 'backlog'), { signal }),
    refetchInterval: ({ state }) => pollDelayMs(state.fetchFailureCount),
  });
}
