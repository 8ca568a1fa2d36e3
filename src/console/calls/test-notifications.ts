import { useMutation, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { sendTestAnswer } from '../../api/test-notifications/routes';
import { isPollUrl } from '../../domain/poll/channel';
import { call } from './call';
import { environmentPath } from './environment-path';
import { deliveriesPath, type DeliverySummary } from './deliveries';
import { withQuery } from './list';
import { EAGER_POLL_MS, pollDelayMs, QUICK_POLL_MS } from './poll';
import type { Session } from './session';

export type SentTest = z.output<typeof sendTestAnswer>;

/** What a test is made of: nothing of it means the newest event. */
export interface TestRequest {
  readonly event_id?: string;
  readonly payload?: object;
}

/** Sends a test notification to the URL of a trigger alone. */
export function useSendTest({ cloud_name: cloudName }: Session) {
  return useMutation({
    mutationFn: ({ triggerId, asked }: { readonly triggerId: string; readonly asked: TestRequest }) =>
      call<SentTest>(environmentPath(cloudName, 'triggers', triggerId, 'send_test'), {
        method: 'POST',
        body: asked,
      }),
  });
}

/** The delivery of a test, from before it is dispatched until it has ended; `undefined` while there is none. */
export function useTestDelivery({ cloud_name: cloudName }: Session, sent: SentTest | undefined) {
  return useQuery({
    queryKey: ['deliveries', cloudName, 'test', sent?.event_id],
    enabled: sent !== undefined,
    queryFn: async ({ signal }) => {
      const path = withQuery(deliveriesPath(cloudName), { event_id: sent?.event_id });
      const { deliveries } = await call<{ readonly deliveries: readonly DeliverySummary[] }>(path, {
        signal,
      });
      return deliveries[0] ?? null;
    },
    refetchInterval: ({ state: { data, fetchFailureCount } }) => {
      if (data && data.status !== 'pending') return false;
      return pollDelayMs(fetchFailureCount, data && isPollUrl(data.uri) ? QUICK_POLL_MS : EAGER_POLL_MS);
    },
  });
}
