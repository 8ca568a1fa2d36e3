import { useSyncExternalStore } from 'react';
import { useReadiness } from '../calls/overview';
import { usePreference } from './preferences';
import { clockWords, relativeWords } from './time-words';
import { useNow } from './use-now';

/** Whether what the page shows is up to date, and how old it is. */
export function LiveState() {
  const { dataUpdatedAt, errorUpdatedAt, isError, failureCount } = useReadiness();
  const [zone] = usePreference('zone');
  const now = useNow();
  const isVisible = useVisible();
  const isAway = isError || failureCount > 0;
  if (isAway) {
    const since = dataUpdatedAt || errorUpdatedAt || now;
    return (
      <Live state="away">
        Offline<span className="wide-only">, since {clockWords(new Date(since), zone)}</span>
      </Live>
    );
  }
  if (!isVisible) return <Live state="paused">Paused</Live>;
  if (dataUpdatedAt === 0) return <Live state="paused">Connecting</Live>;
  return (
    <Live state="live">
      Live<span className="wide-only"> · {relativeWords(Math.min(dataUpdatedAt, now), now)}</span>
    </Live>
  );
}

interface LiveProps {
  readonly state: 'live' | 'paused' | 'away';
  readonly children: React.ReactNode;
}

function Live({ state, children }: LiveProps) {
  return (
    <span className={`live ${state}`}>
      <span className="dot" aria-hidden="true" />
      <span>{children}</span>
    </span>
  );
}

/** Whether somebody may see the page: not while its tab is in the background. */
function useVisible(): boolean {
  return useSyncExternalStore(subscribe, () => document.visibilityState === 'visible');
}

function subscribe(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}
