import { Button } from 'react-aria-components';
import type { AskedBulkAction } from '../../calls/bulk-actions';
import { useDeliveryCounts, type DeliveryFilters, type DeliverySummary } from '../../calls/deliveries';
import type { List } from '../../calls/list';
import type { Session } from '../../calls/session';
import { ActionButton } from '../../parts/ActionButton';
import { useBulkDialog } from '../../parts/use-bulk-dialog';
import type { Ticks } from './use-ticks';
import { numberText } from '../../parts/number-text';
import './bulk-bar.css';

interface Props {
  readonly session: Session;
  readonly filter: DeliveryFilters;
  readonly list: List<DeliverySummary>;
  readonly ticks: Ticks;
}

/** As many ids the API takes in a filter. */
const MAX_TICKED = 500;

/** Retries or cancels the ticked rows, or all that the filter finds when none is ticked. */
export function BulkBar({ session, filter, list, ticks }: Props) {
  const bulk = useBulkDialog(session);
  const { data } = useDeliveryCounts(session, filter);
  const shown = list.items.length;
  if (shown === 0 || data === undefined) return bulk.dialog;
  const total = `${numberText(data.total)}${data.total_is === 'at_least' ? '+' : ''}`;
  const ticked = ticks.ids.size;
  const isSome = ticked > 0 && !ticks.isAll;
  const areAllShown = ticked > 0 && list.items.every(({ id }) => ticks.ids.has(id));
  const reason = bulk.reason ?? (isSome && ticked > MAX_TICKED ? TOO_MANY : undefined);
  const ask = (action: AskedBulkAction['action']) =>
    bulk.ask({ action, filter: isSome ? { ids: [...ticks.ids] } : filter });
  const these = isSome ? `${numberText(ticked)} ticked` : 'these';
  return (
    <div className="bulk-bar" role="group" aria-label="Retry or cancel many deliveries">
      <label>
        <input
          type="checkbox"
          checked={areAllShown}
          onChange={({ target }) =>
            target.checked ? ticks.tick(list.items.map(({ id }) => id)) : ticks.clear()
          }
        />
        Tick all shown
      </label>
      <span className="fine" role="status">
        {isSome ? `${numberText(ticked)} ticked` : `All ${total} that match`}
      </span>
      {areAllShown && isSome && list.hasOlder && (
        <Button className="button quiet small" onPress={ticks.takeAll}>
          Take all {total} that match
        </Button>
      )}
      <span className="bulk-bar-actions">
        <ActionButton
          label={`Retry ${these} …`}
          icon="retry"
          isSmall
          reason={reason}
          onPress={() => ask('retry')}
        />
        <ActionButton
          label={`Cancel ${these} …`}
          icon="stop"
          isSmall
          reason={reason}
          onPress={() => ask('cancel')}
        />
      </span>
      {bulk.dialog}
    </div>
  );
}

const TOO_MANY = `At most ${MAX_TICKED} can be ticked at a time. Narrow the filter, and take all that match.`;
