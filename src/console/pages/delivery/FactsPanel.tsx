import { Link } from 'wouter';
import type { DeliveryInFull } from '../../calls/delivery-in-full';
import { isPollUrl } from '../../../domain/poll/channel';
import { CopyButton } from '../../parts/CopyButton';
import { Panel } from '../../parts/Panel';
import { Time } from '../../parts/Time';
import { visibleText } from '../../parts/visible-text';

const SUCCESS_WORDS = { '200': 'status 200', '2xx': 'any status from 200 to 299' } as const;
const BODY_WORDS = { default: 'the default one', template: 'by the template of its trigger' } as const;

/** What else is known of the delivery. */
export function FactsPanel({ delivery }: { readonly delivery: DeliveryInFull }) {
  const { id, event_id: eventId, trigger_ids: triggers, template_fallback: fallback, note } = delivery;
  return (
    <Panel title="Facts">
      <dl className="facts">
        <dt>Webhook-Id</dt>
        <dd>
          <code>{id}</code>
          <CopyButton text={id} what="the Webhook-Id" />
        </dd>
        <dt>Event</dt>
        <dd>
          <span>
            {delivery.event_type}{' '}
            <Link href={`/events/${encodeURIComponent(eventId)}`}>{visibleText(eventId)}</Link>
          </span>
          <CopyButton text={eventId} what="the event id" />
        </dd>
        <dt>{triggers.length > 1 ? 'Triggers' : 'Trigger'}</dt>
        <dd>
          {triggers.length === 0 ? (
            'none: the call named this URL'
          ) : (
            <span>
              {triggers.map((trigger) => (
                <Link key={trigger} href={`/deliveries?trigger_id=${encodeURIComponent(trigger)}`}>
                  {visibleText(trigger)}
                </Link>
              ))}
            </span>
          )}
        </dd>
        <dt>Body</dt>
        <dd>{BODY_WORDS[delivery.body_kind]}</dd>
        {fallback !== null && (
          <>
            <dt>Fallback</dt>
            <dd>{visibleText(fallback)}</dd>
          </>
        )}
        <dt>Signed with</dt>
        <dd>
          <span>
            {delivery.signature_key ?? 'no key'} <span className="fine">scheme {delivery.auth_scheme}</span>
          </span>
        </dd>
        <dt>Success</dt>
        <dd>
          {isPollUrl(delivery.uri) ? 'a client acknowledges it' : SUCCESS_WORDS[delivery.success_statuses]}
        </dd>
        {note !== null && (
          <>
            <dt>Note</dt>
            <dd>{visibleText(note)}</dd>
          </>
        )}
        {delivery.bulk_action_id !== null && (
          <>
            <dt>Bulk action</dt>
            <dd>
              <Link href={`/bulk-actions/${encodeURIComponent(delivery.bulk_action_id)}`}>
                {visibleText(delivery.bulk_action_id)}
              </Link>
            </dd>
          </>
        )}
        <dt>Created</dt>
        <dd>
          <Time at={delivery.created_at} />
        </dd>
        <dt>Updated</dt>
        <dd>
          <Time at={delivery.updated_at} />
        </dd>
      </dl>
    </Panel>
  );
}
