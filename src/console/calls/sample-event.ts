import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { publicationAnswer } from '../../api/events/schemas';
import { call } from './call';
import { environmentPath } from './environment-path';
import type { Session } from './session';

/** A body of `POST /events`. */
export interface SampleEvent {
  readonly event_type: string;
  readonly payload: Readonly<Record<string, string>>;
}

/** Publishes an event. It is done when the home page has looked again: whether it is there, and whether it waits. */
export function useSampleEvent({ cloud_name: cloudName }: Session) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (event: SampleEvent) =>
      call<z.output<typeof publicationAnswer>>(environmentPath(cloudName, 'events'), {
        method: 'POST',
        body: { ...event },
      }),
    onSettled: () =>
      Promise.all(
        ['overview', 'backlog'].map((name) => client.invalidateQueries({ queryKey: [name, cloudName] })),
      ),
  });
}
