import { Link } from 'wouter';
import type { DeliverySummary } from '../calls/deliveries';
import { TestChip } from './TestChip';
import { visibleText } from './visible-text';

/** What a delivery tells, and to which URL; leads to its page. */
export function DeliveryLink({ delivery }: { readonly delivery: DeliverySummary }) {
  return (
    <>
      <Link href={`/deliveries/${encodeURIComponent(delivery.id)}`} className="event">
        {delivery.event_type} {delivery.test && <TestChip />}{' '}
        <span className="fine id">{visibleText(delivery.event_id)}</span>
      </Link>
      <span className="url">{visibleText(delivery.uri)}</span>
    </>
  );
}
