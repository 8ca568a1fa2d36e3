import { Button } from 'react-aria-components';
import { Link } from 'wouter';
import type { EventReasons, ShownEvent } from '../../calls/events';
import type { VerdictKind } from '../../../domain/events/event-record';
import { Chip } from '../../parts/Chip';
import { deliveryWords, type StateWords } from '../../parts/delivery-words';
import { Icon } from '../../parts/Icon';
import { Panel } from '../../parts/Panel';
import { Switch } from '../../parts/Switch';
import { visibleText } from '../../parts/visible-text';

/** What became of a trigger, for people. */
const VERDICT_WORDS: Readonly<Record<VerdictKind, StateWords>> = {
  matched: { tone: 'good', icon: 'check', text: 'Told' },
  merged: { tone: 'good', icon: 'merge', text: 'Merged' },
  filtered_out: { tone: 'wait', icon: 'filter', text: 'Filtered out' },
  filter_error: { tone: 'bad', icon: 'alert', text: 'Filter failed' },
  suppressed_by_notification_url: { tone: 'plain', icon: 'stop', text: 'Silenced' },
};

interface Props {
  readonly event: ShownEvent;
  readonly reasons: EventReasons;
  /** The trigger whose filter is shown below. */
  readonly traced: string | undefined;
  readonly onTrace: (triggerId: string) => void;
  readonly onTriggers: (chosen: 'then' | 'now') => void;
}

const TIMES = { then: 'Then', now: 'What if now?' };

/** Every URL of the call and every trigger that was asked, with the reason. */
export function WhyPanel({ event, reasons, traced, onTrace, onTriggers }: Props) {
  const { explicit_urls: urls, verdicts, not_subscribed: notSubscribed, triggers } = reasons;
  const verdictThen = new Map(event.verdicts.map((each) => [each.trigger_id, each.verdict]));
  const isNow = triggers === 'now';
  return (
    <Panel
      title={isNow ? 'Who would be told now, and why' : 'Who was told, and why'}
      aside={
        <Switch label="Triggers of then or of now" choices={TIMES} chosen={triggers} onChoose={onTriggers} />
      }
    >
      {urls.length + verdicts.length > 0 && (
        <table className="list why">
          <thead>
            <tr>
              <th scope="col">Verdict</th>
              <th scope="col">URL and reason</th>
              <th scope="col">Delivery</th>
              <th scope="col">
                <span className="unseen">Filter</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {urls.map((url) => (
              <tr key={`${url.in} ${url.name}`}>
                <td>
                  <Chip tone={url.told ? 'good' : 'plain'} icon={url.told ? 'check' : 'stop'}>
                    {url.told ? 'Told' : 'Not used'}
                  </Chip>
                </td>
                <td>
                  <span className="url">{visibleText(url.uri)}</span>
                  <span className="verdict-reason">
                    <span className="tag">
                      {url.in === 'request' ? '' : 'upload preset: '}
                      {url.name}
                    </span>{' '}
                    {url.words}
                  </span>
                </td>
                <td data-label="Delivery">
                  <DeliveryState event={event} id={url.delivery_id} />
                </td>
                <td />
              </tr>
            ))}
            {verdicts.map((each) => (
              <VerdictRow
                key={each.trigger_id}
                explained={each}
                event={event}
                before={isNow ? (verdictThen.get(each.trigger_id) ?? 'not asked') : undefined}
                isTraced={traced === each.trigger_id}
                onTrace={onTrace}
              />
            ))}
          </tbody>
        </table>
      )}
      {urls.length + verdicts.length === 0 && (
        <p className="empty">
          {reasons.resolved_at === null && !isNow
            ? 'Who is told is decided within moments.'
            : `No trigger is for ${event.event_type} or all, and the call named no URL.`}
        </p>
      )}
      {notSubscribed > 0 && (
        <p className="fine">
          {notSubscribed === 1
            ? 'One trigger is for another event type, and was not asked.'
            : `${notSubscribed} triggers are for other event types, and were not asked.`}
        </p>
      )}
    </Panel>
  );
}

interface RowProps extends Pick<Props, 'event' | 'onTrace'> {
  readonly explained: EventReasons['verdicts'][number];
  /** The verdict that was given, where another one is shown. */
  readonly before: string | undefined;
  readonly isTraced: boolean;
}

function VerdictRow({ explained, event, before, isTraced, onTrace }: RowProps) {
  const { verdict, trigger, words, changed_since: changed, trigger_id: id } = explained;
  const { tone, icon, text } = VERDICT_WORDS[verdict];
  return (
    <tr>
      <td>
        <Chip tone={tone} icon={icon}>
          {text}
        </Chip>
        {before !== undefined && before !== verdict && (
          <span className="fine last-error">before: {before.replaceAll('_', ' ')}</span>
        )}
      </td>
      <td>
        <TriggerUrl id={id} trigger={trigger} isDeleted={changed?.action === 'trigger.delete'} />
        <span className="verdict-reason">
          {trigger && <span className="tag">{trigger.event_type}</span>}{' '}
          {trigger?.additive && <span className="tag">additive</span>}{' '}
          {changed && (
            <span className="tag changed">
              {changed.action === 'trigger.delete' ? 'deleted since' : 'changed since'}
            </span>
          )}{' '}
          {visibleText(words)}
        </span>
      </td>
      <td data-label="Delivery">
        <DeliveryState event={event} id={explained.delivery_id} />
      </td>
      <td>
        {trigger?.filter && (
          <Button
            className="button quiet small"
            aria-label={`Show the filter of trigger ${id}`}
            aria-pressed={isTraced}
            onPress={() => onTrace(id)}
          >
            <Icon name="filter" />
            Filter
          </Button>
        )}
      </td>
    </tr>
  );
}

interface UrlProps {
  readonly id: string;
  readonly trigger: RowProps['explained']['trigger'];
  readonly isDeleted: boolean;
}

/** The URL of a trigger, which leads to its page while there is one. */
function TriggerUrl({ id, trigger, isDeleted }: UrlProps) {
  if (!trigger) return <span className="url">a trigger that is gone</span>;
  const shown = visibleText(trigger.uri);
  if (isDeleted) return <span className="url">{shown}</span>;
  return (
    <Link className="url" href={`/triggers/${encodeURIComponent(id)}`}>
      {shown}
    </Link>
  );
}

function DeliveryState({ event, id }: { readonly event: ShownEvent; readonly id: string | undefined }) {
  const delivery = event.deliveries.find((each) => each.id === id);
  if (!delivery) return <span className="fine">–</span>;
  const { tone, icon, text } = deliveryWords(delivery);
  return (
    <Chip tone={tone} icon={icon}>
      {text}
    </Chip>
  );
}
