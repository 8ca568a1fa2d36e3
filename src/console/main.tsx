// First: it says in which order the layers of all style sheets lie.
import './theme.css';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { CallFailed } from './calls/call';
import { noteEnd } from './calls/session';
import { App } from './App';
import { applyTheme } from './parts/preferences';

applyTheme();

const onError = (error: Error) => {
  if (error instanceof CallFailed && error.status === 401) noteEnd(client);
};

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({
    // Who signs in with a wrong secret had no session that could end.
    onError: (error, _variables, _result, { meta }) => {
      if (meta?.['isSignIn'] !== true) onError(error);
    },
  }),
  defaultOptions: {
    // This machine may answer without any network.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      retry: (failures, error) =>
        failures < 1 && (!(error instanceof CallFailed) || error.status === 0 || error.status >= 500),
      refetchOnWindowFocus: true,
      staleTime: 1_000,
      gcTime: 60_000,
    },
  },
});

const root = document.getElementById('root');
if (!root) throw new Error('the page has no element "root"');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
