import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { eventTypesAnswer } from '../../api/catalogue/routes';
import type { changedUrlAnswer, notificationUrlsAnswer } from '../../api/notification-urls/schemas';
import type { signingKeyAnswer } from '../../api/signing-key/routes';
import type { troubleshootingAnswer } from '../../api/troubleshooting/routes';
import { call } from './call';
import { environmentPath } from './environment-path';
import { POLL_MS, pollDelayMs } from './poll';
import type { Session } from './session';

export type UrlsAnswer = z.output<typeof notificationUrlsAnswer>;
export type UrlSummary = UrlsAnswer['notification_urls'][number];
export type EventTypeSummary = z.output<typeof eventTypesAnswer>['event_types'][number];
export type ChangedUrl = z.output<typeof changedUrlAnswer>;
export type SigningKey = z.output<typeof signingKeyAnswer>;
export type Troubles = z.output<typeof troubleshootingAnswer>;

/** What becomes of one notification URL. */
type UrlChange =
  | {
      readonly method: 'POST';
      readonly body: { readonly uri: string; readonly event_types: readonly string[] };
    }
  | {
      readonly method: 'PUT';
      readonly body: {
        readonly uri: string;
        readonly new_uri?: string;
        readonly event_types?: readonly string[];
        readonly expected_event_types?: readonly string[];
      };
    }
  | { readonly method: 'DELETE'; readonly body: { readonly uri: string } };

/** What was found is old before it is asked for again. */
const TROUBLES_POLL_MS = 3 * POLL_MS;

export function useNotificationUrls(session: Session) {
  return useQuery({
    queryKey: ['notification-urls', session.cloud_name],
    queryFn: ({ signal }) =>
      call<UrlsAnswer>(environmentPath(session.cloud_name, 'notification_urls'), { signal }),
    refetchInterval: ({ state }) => pollDelayMs(state.fetchFailureCount),
  });
}

/** The catalogue, which a running service does not change. */
export function useEventTypes(session: Session) {
  return useQuery({
    queryKey: ['event-types', session.cloud_name],
    queryFn: ({ signal }) =>
      call<z.output<typeof eventTypesAnswer>>(environmentPath(session.cloud_name, 'event_types'), { signal }),
    staleTime: Infinity,
  });
}

export function useSigningKey(session: Session) {
  return useQuery({
    queryKey: ['signing-key', session.cloud_name],
    queryFn: ({ signal }) =>
      call<SigningKey>(environmentPath(session.cloud_name, 'webhook_signing_key'), { signal }),
    refetchInterval: ({ state }) => pollDelayMs(state.fetchFailureCount),
  });
}

export function useTroubles(session: Session) {
  return useQuery({
    queryKey: ['troubleshooting', session.cloud_name],
    queryFn: ({ signal }) =>
      call<Troubles>(environmentPath(session.cloud_name, 'troubleshooting'), { signal }),
    refetchInterval: ({ state }) => pollDelayMs(state.fetchFailureCount, TROUBLES_POLL_MS),
  });
}

/** Changes a notification URL. It is done when the page shows it. */
export function useUrlChange(session: Session) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ method, body }: UrlChange) =>
      call<ChangedUrl>(environmentPath(session.cloud_name, 'notification_urls'), { method, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['notification-urls', session.cloud_name] }),
  });
}

/** Asks what a change would be. It changes nothing. */
export function useDryRun(session: Session) {
  return useMutation({
    mutationFn: ({ method, body }: Exclude<UrlChange, { method: 'DELETE' }>) =>
      call<ChangedUrl>(`${environmentPath(session.cloud_name, 'notification_urls')}?dry_run=true`, {
        method,
        body,
      }),
  });
}

export function useKeyChoice(session: Session) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (apiKey: string | null) =>
      call<SigningKey>(environmentPath(session.cloud_name, 'webhook_signing_key'), {
        method: 'PUT',
        body: { api_key: apiKey },
      }),
    onSuccess: (answer) => client.setQueryData(['signing-key', session.cloud_name], answer),
  });
}
