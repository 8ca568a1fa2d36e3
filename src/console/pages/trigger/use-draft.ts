import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Session } from '../../calls/session';
import type { LoadedTrigger } from '../../calls/triggers';
import type { TriggerDraft } from './trigger-draft';

/** A draft with the trigger that it was begun from. */
export interface BegunDraft {
  readonly texts: TriggerDraft;
  readonly base: LoadedTrigger;
}

/**
 * What somebody has made of a trigger. It stays in memory while other pages show, so that nothing typed is lost by going
 * back; it goes with the session.
 */
export function useDraft({ cloud_name: cloudName }: Session, id: string) {
  const client = useQueryClient();
  const queryKey = ['trigger-draft', cloudName, id];
  const { data } = useQuery<BegunDraft | null>({
    queryKey,
    queryFn: skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return {
    draft: data ?? undefined,
    setDraft: (draft: BegunDraft | undefined) => client.setQueryData(queryKey, draft ?? null),
  };
}
