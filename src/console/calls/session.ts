import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { sessionAnswer, signInBody } from '../../api/console/routes';
import { call, CallFailed } from './call';
import { forgetAnswers } from './known-answers';
import { POLL_MS } from './poll';

export type Session = z.output<typeof sessionAnswer>;
type Credentials = z.input<typeof signInBody>;

const PATH = '/console/session';
const SESSION_KEY = ['session'] as const;

/** Nobody is signed in: since somebody left, or for another reason, and may go on where they were. */
export type Nobody = 'left' | 'ended';

/** Who has signed in. A key that is disabled meanwhile signs out within one poll. */
export function useSession() {
  return useQuery({
    queryKey: SESSION_KEY,
    queryFn: async ({ client, signal }) => (await showSession(signal)) ?? nobodyAfter(client),
    refetchInterval: ({ state: { data, error } }) => (typeof data === 'object' || error ? POLL_MS : false),
    refetchOnWindowFocus: ({ state }) => typeof state.data === 'object',
  });
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Credentials) => call<Session>(PATH, { method: 'POST', body }),
    meta: { isSignIn: true },
    // Credentials stay in memory no longer than the request.
    gcTime: 0,
    onSuccess: (session) => client.setQueryData(SESSION_KEY, session),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call(PATH, { method: 'DELETE' }),
    onSuccess: async () => {
      await client.cancelQueries();
      forgetAnswers();
      client.setQueryData<Nobody>(SESSION_KEY, 'left');
      client.removeQueries({ predicate: ({ queryKey: [what] }) => what !== SESSION_KEY[0] });
    },
  });
}

async function showSession(signal: AbortSignal): Promise<Session | undefined> {
  try {
    return await call<Session>(PATH, { signal });
  } catch (error) {
    if (error instanceof CallFailed && error.status === 401) return undefined;
    throw error;
  }
}

/** Notes that the API knows no session any more. Whoever has left stays away. */
export function noteEnd(client: QueryClient): void {
  client.setQueryData<Session | Nobody>(SESSION_KEY, nobodyAfter(client));
}

function nobodyAfter(client: QueryClient): Nobody {
  return client.getQueryData<Session | Nobody>(SESSION_KEY) === 'left' ? 'left' : 'ended';
}
