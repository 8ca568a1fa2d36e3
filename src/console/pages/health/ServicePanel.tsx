import { useBacklog } from '../../calls/backlog';
import { useReadiness, type Readiness } from '../../calls/overview';
import { useServerNow } from '../../calls/server-clock';
import type { Session } from '../../calls/session';
import { Chip } from '../../parts/Chip';
import { Panel } from '../../parts/Panel';
import { backlogWords } from './backlog-words';

const STATUS = {
  ok: { tone: 'good', icon: 'check', text: 'Working' },
  draining: { tone: 'wait', icon: 'clock', text: 'About to stop' },
  unavailable: { tone: 'bad', icon: 'alert', text: 'Not working' },
} as const;

/** What `/readyz` says, and the events that wait for it. */
export function ServicePanel({ session }: { readonly session: Session }) {
  const { data, isError } = useReadiness();
  const status = data && STATUS[data.status];
  const shown = isError ? ({ tone: 'bad', icon: 'alert', text: 'Out of reach' } as const) : status;
  return (
    <Panel
      title="Service"
      aside={
        shown && (
          <Chip tone={shown.tone} icon={shown.icon}>
            {shown.text}
          </Chip>
        )
      }
    >
      {data && (
        <dl className="facts">
          <dt>Database</dt>
          <dd>{stateWords(data.database)}</dd>
          <dt>Temporal</dt>
          <dd>{stateWords(data.temporal)}</dd>
          <dt>Events not dispatched</dt>
          <dd>
            <Undispatched session={session} />
          </dd>
          <dt>Version</dt>
          <dd>{data.version}</dd>
        </dl>
      )}
    </Panel>
  );
}

/** Alone, since it changes with each second. */
function Undispatched({ session }: { readonly session: Session }) {
  const { data } = useBacklog(session);
  const now = useServerNow();
  return <>{data ? backlogWords(data.undispatched_events, now) : '…'}</>;
}

function stateWords(state: Readiness['database']): string {
  if (typeof state === 'object') return state.fault;
  return state === 'ok' ? 'answers' : 'takes no writes at present';
}
