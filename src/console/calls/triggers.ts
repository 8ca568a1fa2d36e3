import { keepPreviousData, skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { matchFilterAnswer } from '../../api/filters/routes';
import type { previewTemplateAnswer } from '../../api/payload-templates/routes';
import type { triggerAnswer } from '../../api/triggers/schemas';
import { call } from './call';
import { environmentPath } from './environment-path';
import { knownAnswer } from './known-answers';
import { pollDelayMs } from './poll';
import type { Session } from './session';

export type ShownTrigger = z.output<typeof triggerAnswer>;
export type TemplatePreview = z.output<typeof previewTemplateAnswer>;
export type FilterMatches = z.output<typeof matchFilterAnswer>;

/** A trigger with the name of this state of it. */
export interface LoadedTrigger {
  readonly trigger: ShownTrigger;
  readonly etag: string | undefined;
}

/** What a filter and a payload template are tried on: an event that was, or one that could be. */
export type TriggerSample =
  | { readonly event_id: string }
  | { readonly event_type: string; readonly payload: Readonly<Record<string, unknown>> };

/** A trigger, looked at again and again: somebody else may change it. */
export function useTrigger(session: Session, id: string) {
  return useQuery({
    queryKey: keyOf(session, id),
    queryFn: async ({ signal }): Promise<LoadedTrigger> => {
      const path = environmentPath(session.cloud_name, 'triggers', id);
      const trigger = await call<ShownTrigger>(path, { signal });
      return { trigger, etag: knownAnswer(path)?.etag };
    },
    refetchInterval: ({ state }) => pollDelayMs(state.fetchFailureCount),
  });
}

/** Changes a trigger that is still what it was when it was loaded. */
export function useTriggerChange(session: Session, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ change, etag }: { readonly change: object; readonly etag: string | undefined }) =>
      call<ShownTrigger>(environmentPath(session.cloud_name, 'triggers', id), {
        method: 'PUT',
        body: change,
        ...(etag !== undefined && { ifMatch: etag }),
      }),
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(session, id) }),
  });
}

export function useTriggerCreation(session: Session) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) =>
      call<ShownTrigger>(environmentPath(session.cloud_name, 'triggers'), { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['notification-urls', session.cloud_name] }),
  });
}

export function useTriggerDeletion(session: Session, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      call<object>(environmentPath(session.cloud_name, 'triggers', id), { method: 'DELETE', body: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['notification-urls', session.cloud_name] }),
  });
}

/** What a payload template makes of a sample. @param template `null`: the default body. */
export function usePreview(session: Session, sample: TriggerSample | undefined, template: object | null) {
  return useQuery({
    queryKey: ['trigger-preview', session.cloud_name, sample, template],
    queryFn: sample
      ? ({ signal }) =>
          call<TemplatePreview>(environmentPath(session.cloud_name, 'payload_templates', 'preview'), {
            method: 'POST',
            body: { payload_template: template, ...sample },
            signal,
          })
      : skipToken,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Tries a filter on the newest events of a type. @param filter `null` lets everything through. */
export function useFilterMatches(session: Session) {
  return useMutation({
    mutationFn: (body: { readonly filter: object | null; readonly event_type: string }) =>
      call<FilterMatches>(environmentPath(session.cloud_name, 'filters', 'matches'), {
        method: 'POST',
        body,
      }),
  });
}

function keyOf({ cloud_name: cloudName }: Session, id: string): readonly string[] {
  return ['triggers', cloudName, 'one', id];
}
