import type { DeliverySummary } from '../calls/deliveries';
import { Chip } from './Chip';
import { deliveryWords } from './delivery-words';
import { errorText } from './error-words';

type Standing = Pick<DeliverySummary, 'status' | 'next_attempt_at' | 'last_error_code' | 'uri'> &
  Partial<Pick<DeliverySummary, 'last_http_status'>>;

/** Where a delivery stands, and why its last attempt failed. */
export function DeliveryStatus({ delivery }: { readonly delivery: Standing }) {
  const { tone, icon, text } = deliveryWords(delivery);
  const { last_error_code: lastError, last_http_status: lastHttpStatus } = delivery;
  return (
    <>
      <Chip tone={tone} icon={icon}>
        {text}
      </Chip>
      {lastError !== null && <span className="fine last-error">{errorText(lastError, lastHttpStatus)}</span>}
    </>
  );
}
