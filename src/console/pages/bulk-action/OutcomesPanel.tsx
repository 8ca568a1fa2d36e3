import type { ShownBulkAction } from '../../calls/bulk-actions';
import { leftOf, SKIP_WORDS } from '../../parts/bulk-action-words';
import { Panel } from '../../parts/Panel';
import { visibleText } from '../../parts/visible-text';
import { numberText } from '../../parts/number-text';
import './bulk-action.css';

const ASKED = { retry: 'Retried', cancel: 'Cancellation asked for' } as const;

/** What became of its deliveries. */
export function OutcomesPanel({ action }: { readonly action: ShownBulkAction }) {
  const left = leftOf(action);
  const skipped = action.skipped.map(({ reason, count }) => ({
    what: 'Skipped',
    count,
    why: SKIP_WORDS[reason],
  }));
  const lines = [
    { what: 'Done', count: action.done, why: ASKED[action.action] },
    ...(skipped.length > 0 ? skipped : [{ what: 'Skipped', count: 0, why: 'None' }]),
    {
      what: 'Failed',
      count: action.failed,
      why: action.last_failure === null ? 'None' : visibleText(action.last_failure),
    },
    { what: 'Left', count: left, why: leftWords(action) },
  ];
  return (
    <Panel title="What became of its deliveries">
      <table className="outcomes">
        <thead>
          <tr>
            <th scope="col">Outcome</th>
            <th scope="col">Deliveries</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ what, count, why }) => (
            <tr key={`${what} ${why}`}>
              <th scope="row">{what}</th>
              <td>{numberText(count)}</td>
              <td>{why}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function leftWords({ status }: ShownBulkAction): string {
  if (status === 'cancelled') return 'Not touched, since it was stopped';
  return status === 'completed' ? 'None' : 'Their turn is still to come';
}
