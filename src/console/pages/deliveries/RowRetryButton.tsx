import type { DeliverySummary } from '../../calls/deliveries';
import type { Session } from '../../calls/session';
import { ActionButton } from '../../parts/ActionButton';
import { forbiddenReasons } from '../../parts/delivery-actions';
import { visibleText } from '../../parts/visible-text';
import './row-retry.css';

interface Props {
  readonly delivery: DeliverySummary;
  readonly session: Session;
  readonly onPress: () => void;
}

/** Ends the wait of a delivery, or sends again what has ended. The key "r" presses it in the row that has the focus. */
export function RowRetryButton({ delivery, session, onPress }: Props) {
  const reasons = forbiddenReasons(delivery, session);
  const isPending = delivery.status === 'pending';
  const label = isPending ? 'Retry now' : 'Send again';
  return (
    <ActionButton
      label={label}
      name={`${label}: ${delivery.event_type} ${visibleText(delivery.event_id)}`}
      icon="retry"
      isSmall
      isIconAlone
      shortcut="r"
      reason={isPending ? reasons.retry : reasons.sendAgain}
      onPress={onPress}
    />
  );
}
