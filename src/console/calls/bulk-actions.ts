import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { bulkActionAnswer, bulkActionsAnswer, previewAnswer } from '../../api/bulk-actions/schemas';
import type { BulkActionKind } from '../../domain/bulk-actions/bulk-action';
import { call } from './call';
import { environmentPath } from './environment-path';
import type { DeliveryFilters } from './deliveries';
import { useEagerQuery } from './eager-query';
import { useList, withQuery } from './list';
import type { Session } from './session';

type BulkActionsAnswer = z.output<typeof bulkActionsAnswer>;

/** A bulk action, and how far it has come. */
export type ShownBulkAction = z.output<typeof bulkActionAnswer>;
export type BulkPreview = z.output<typeof previewAnswer>;

/** What is to be done to which deliveries: those that a filter chooses, or those with these ids. */
export interface AskedBulkAction {
  readonly action: BulkActionKind;
  readonly filter: DeliveryFilters & { readonly ids?: readonly string[] };
  /** Whether a retry is also meant for those that were delivered. */
  readonly force?: boolean;
}

/** Counts what a bulk action would do something to. It is counted once, until somebody asks again. */
export function useBulkPreview({ cloud_name: cloudName }: Session, asked: AskedBulkAction) {
  return useQuery({
    queryKey: ['bulk-actions', cloudName, 'preview', asked],
    queryFn: ({ signal }) =>
      call<BulkPreview>(`${bulkActionsPath(cloudName)}/preview`, { method: 'POST', body: asked, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnReconnect: false,
    retry: false,
  });
}

interface Confirmed {
  readonly asked: AskedBulkAction;
  readonly preview: Pick<BulkPreview, 'token' | 'count'>;
  readonly perSecond: number;
}

/** Starts what was previewed. A second time with the same preview it changes nothing. */
export function useBulkStart({ cloud_name: cloudName }: Session) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ asked, preview: { token, count }, perSecond }: Confirmed) =>
      call<ShownBulkAction>(bulkActionsPath(cloudName), {
        method: 'POST',
        body: { ...asked, token, expected_count: count, per_second: perSecond },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['bulk-actions', cloudName, 'list'] }),
  });
}

/** Bulk actions, newest first. */
export function useBulkActions({ cloud_name: cloudName }: Session) {
  return useList<ShownBulkAction>({
    what: 'bulk-actions',
    cloudName,
    filters: {},
    isMoving: ({ ended_at: endedAt }) => endedAt === null,
    load: async (cursor, signal) => {
      const path = withQuery(bulkActionsPath(cloudName), { next_cursor: cursor });
      const { bulk_actions: items, next_cursor: nextCursor } = await call<BulkActionsAnswer>(path, {
        signal,
      });
      return { items, nextCursor };
    },
  });
}

/** One bulk action, and how to end it. For a moment after that it is looked at more often. */
export function useBulkAction({ cloud_name: cloudName }: Session, id: string) {
  const path = `${bulkActionsPath(cloudName)}/${encodeURIComponent(id)}`;
  const [query, onSettled] = useEagerQuery<ShownBulkAction>({
    queryKey: ['bulk-actions', cloudName, 'one', id],
    path,
    isMoving: ({ ended_at: endedAt }) => endedAt === null,
  });
  const cancel = useMutation({
    mutationFn: () => call<ShownBulkAction>(`${path}/cancel`, { method: 'POST', body: {} }),
    onSettled,
  });
  return { ...query, cancel };
}

function bulkActionsPath(cloudName: string): string {
  return environmentPath(cloudName, 'bulk_actions');
}
