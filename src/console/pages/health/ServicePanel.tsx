import { useReadiness, type Readiness } from '../../calls/overview';
import { Chip } from '../../parts/Chip';
import { Panel } from '../../parts/Panel';

const STATUS = {
  ok: { tone: 'good', icon: 'check', text: 'Working' },
  draining: { tone: 'wait', icon: 'clock', text: 'About to stop' },
  unavailable: { tone: 'bad', icon: 'alert', text: 'Not working' },
} as const;

/** What `/readyz` says. */
export function ServicePanel() {
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
          <dt>Version</dt>
          <dd>{data.version}</dd>
        </dl>
      )}
    </Panel>
  );
}

function stateWords(state: Readiness['database']): string {
  if (typeof state === 'object') return state.fault;
  return state === 'ok' ? 'answers' : 'takes no writes at present';
}
