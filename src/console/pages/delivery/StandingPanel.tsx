import { useState } from 'react';
import type { useDelivery } from '../../calls/delivery';
import type { DeliveryInFull } from '../../calls/delivery-in-full';
import type { Session } from '../../calls/session';
import { ActionButton } from '../../parts/ActionButton';
import { Chip } from '../../parts/Chip';
import { Countdown } from '../../parts/Countdown';
import { forbiddenReasons } from '../../parts/delivery-actions';
import { deliveryWords } from '../../parts/delivery-words';
import { FailureNote } from '../../parts/Note';
import { RETRY_WORDS, SendAgainDialog } from '../../parts/SendAgainDialog';
import { TestChip } from '../../parts/TestChip';
import { TemporalLink } from '../../parts/TemporalLink';
import { visibleText } from '../../parts/visible-text';
import { deliveryHeadline } from './delivery-headline';

interface Props extends Pick<ReturnType<typeof useDelivery>, 'retry' | 'cancel'> {
  readonly delivery: DeliveryInFull;
  readonly session: Session;
}

/** Where the delivery stands, and what one may do about it. */
export function StandingPanel({ delivery, session, retry, cancel }: Props) {
  const { tone, icon, text } = deliveryWords(delivery);
  const reasons = forbiddenReasons(delivery, session);
  const [isAsking, setAsking] = useState(false);
  const failure = retry.error ?? cancel.error;
  const ask = (what: () => void) => {
    retry.reset();
    cancel.reset();
    what();
  };
  const sendAgain = () => ask(() => retry.mutate({ force: delivery.status === 'delivered' }));
  return (
    <section className="panel standing" aria-label="Where it stands">
      <div>
        <span className="chips">
          <Chip tone={tone} icon={icon}>
            {text}
          </Chip>
          {delivery.test && <TestChip />}
        </span>
        <h2>
          {deliveryHeadline(delivery)}
          {delivery.next_attempt_at !== null && (
            <>
              {' '}
              <Countdown at={delivery.next_attempt_at} prefix="in " />
            </>
          )}
        </h2>
        <p className="url">{visibleText(delivery.uri)}</p>
      </div>
      <div className="actions">
        <ActionButton
          label="Retry now"
          icon="retry"
          isMain
          shortcut="r"
          reason={reasons.retry}
          onPress={() => ask(() => retry.mutate({ force: false }))}
        />
        <ActionButton
          label="Send again"
          icon="deliveries"
          isMain={delivery.status === 'failed'}
          shortcut="r"
          reason={reasons.sendAgain}
          onPress={() => (delivery.status === 'delivered' ? setAsking(true) : sendAgain())}
        />
        <ActionButton
          label="Cancel"
          icon="stop"
          reason={reasons.cancel}
          onPress={() => ask(() => cancel.mutate())}
        />
        <TemporalLink url={delivery.temporal_url} />
      </div>
      <p role="status" className="fine">
        {retry.isSuccess && RETRY_WORDS[retry.data.action]}
        {cancel.isSuccess && CANCEL_WORDS[cancel.data.action]}
      </p>
      {failure && <FailureNote error={failure} />}
      <SendAgainDialog
        deliveryId={isAsking ? delivery.id : undefined}
        onClose={() => setAsking(false)}
        onConfirm={sendAgain}
      />
    </section>
  );
}

const CANCEL_WORDS = {
  cancelling: 'It is being cancelled.',
  cancelled: 'It is cancelled.',
} as const;
