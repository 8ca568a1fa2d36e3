import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { failureNotificationsAnswer } from '../../api/failure-notifications/routes';
import { call } from './call';
import { environmentPath } from './environment-path';
import { pollDelayMs } from './poll';
import type { Session } from './session';

type FailureAnswer = z.output<typeof failureNotificationsAnswer>;
export type TroubledHostSummary = FailureAnswer['hosts'][number];

/** Who is told when deliveries to a host fail for good, and of which hosts. */
export function useFailureNotifications(session: Session) {
  return useQuery({
    queryKey: keyOf(session),
    queryFn: ({ signal }) => call<FailureAnswer>(pathOf(session), { signal }),
    refetchInterval: ({ state }) => pollDelayMs(state.fetchFailureCount),
  });
}

/** Names who is told; `null`: nobody. It is done when the page shows it. */
export function useFailureUrl(session: Session) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (uri: string | null) =>
      uri === null
        ? call<unknown>(pathOf(session), { method: 'DELETE' })
        : call<unknown>(pathOf(session), { method: 'PUT', body: { uri } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keyOf(session) }),
  });
}

function keyOf({ cloud_name: cloudName }: Session) {
  return ['failure-notifications', cloudName];
}

function pathOf({ cloud_name: cloudName }: Session): string {
  return environmentPath(cloudName, 'failure_notifications');
}
