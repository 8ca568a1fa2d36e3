import { memo } from 'react';
import type { DeliverySummary } from '../../calls/deliveries';
import type { Session } from '../../calls/session';
import { Countdown } from '../../parts/Countdown';
import { DeliveryLink } from '../../parts/DeliveryLink';
import { DeliveryStatus } from '../../parts/DeliveryStatus';
import { Time } from '../../parts/Time';
import { visibleText } from '../../parts/visible-text';
import { RowRetryButton } from './RowRetryButton';

interface Props extends FactsProps {
  readonly isTicked: boolean;
  readonly onTick: (id: string) => void;
}

/** A delivery as a row of the list, which can be ticked and retried. One of hundreds: it is rendered when it changes. */
export const DeliveryCells = memo(function DeliveryCells(props: Props) {
  const { delivery, isTicked, onTick, session, onRetry } = props;
  return (
    <>
      <td>
        <span className="ticked-status">
          <label className="tick">
            <input
              type="checkbox"
              checked={isTicked}
              aria-label={`Tick ${delivery.event_type} ${visibleText(delivery.event_id)}`}
              onChange={() => onTick(delivery.id)}
            />
          </label>
          <Status delivery={delivery} />
        </span>
      </td>
      <Facts delivery={delivery} session={session} onRetry={onRetry} />
    </>
  );
});

interface FactsProps {
  readonly delivery: DeliverySummary;
  readonly session: Session;
  readonly onRetry: (delivery: DeliverySummary) => void;
}

/** Apart from what a tick changes, since one click ticks hundreds of rows. */
const Facts = memo(function Facts({ delivery, session, onRetry }: FactsProps) {
  return (
    <>
      <td data-label="Event">
        <DeliveryLink delivery={delivery} />
      </td>
      <td data-label="Attempts">{delivery.attempt_count}</td>
      <td data-label="Next attempt">
        {delivery.next_attempt_at !== null && <Countdown at={delivery.next_attempt_at} />}
      </td>
      <td data-label="Created">
        <Time at={delivery.created_at} />
      </td>
      <td className="row-actions">
        <RowRetryButton delivery={delivery} session={session} onPress={() => onRetry(delivery)} />
      </td>
    </>
  );
});

const Status = memo(function Status({ delivery }: { readonly delivery: DeliverySummary }) {
  return (
    <span>
      <DeliveryStatus delivery={delivery} />
    </span>
  );
});
