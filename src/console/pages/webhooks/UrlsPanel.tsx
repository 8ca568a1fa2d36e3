import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Link, useLocation } from 'wouter';
import { ALL_EVENTS, eventTypeLabel } from '../../../domain/events/event-types';
import { isPollUrl } from '../../../domain/poll/channel';
import { MAX_COUNTED } from '../../../domain/triggers/notification-url';
import type { UrlsAnswer, UrlSummary } from '../../calls/webhooks';
import { Chip } from '../../parts/Chip';
import { errorText } from '../../parts/error-words';
import { Icon } from '../../parts/Icon';
import { Panel } from '../../parts/Panel';
import { visibleText } from '../../parts/visible-text';
import { HourlyAttempts } from './HourlyAttempts';
import { extrasOf, hostOf } from './url-words';

/** What somebody wants to do with a URL. */
export type UrlTask = 'types' | 'test' | 'move' | 'delete';

interface Props {
  readonly answer: UrlsAnswer;
  /** Why nothing can be changed; `undefined` when it can. */
  readonly lock: string | undefined;
  readonly onAdd: () => void;
  readonly onTask: (task: UrlTask, url: UrlSummary) => void;
}

export function UrlsPanel({ answer, lock, onAdd, onTask }: Props) {
  const { notification_urls: urls, used, limit } = answer;
  const full = used >= limit ? `Used: ${used} of ${limit}. Delete one to add another.` : undefined;
  const reason = lock ?? full;
  return (
    <Panel
      title={`${used} of ${limit} notification URLs`}
      aside={
        <span className="list-aside">
          {reason !== undefined && (
            <span className="fine" id="add-reason">
              {reason}
            </span>
          )}
          <Button
            className="button solid"
            onPress={onAdd}
            isDisabled={reason !== undefined}
            {...(reason !== undefined && { 'aria-describedby': 'add-reason' })}
          >
            <Icon name="plus" />
            Add notification URL
          </Button>
        </span>
      }
    >
      {urls.length === 0 ? (
        <p className="empty">
          No URL gets notifications yet. Add one, or create a trigger by the Admin API: it then shows here.
        </p>
      ) : (
        <table className="list urls" aria-label="Notification URLs">
          <thead>
            <tr>
              <th scope="col">URL</th>
              <th scope="col">Notification types</th>
              <th scope="col">Last 24 hours</th>
              <th scope="col">
                <span className="unseen">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {urls.map((url) => (
              <UrlRow key={url.uri} url={url} lock={lock} onTask={(task) => onTask(task, url)} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

interface RowProps {
  readonly url: UrlSummary;
  readonly lock: string | undefined;
  readonly onTask: (task: UrlTask) => void;
}

function UrlRow({ url, lock, onTask }: RowProps) {
  const shown = visibleText(url.uri);
  return (
    <tr>
      <th scope="row">
        <span className="url">{shown}</span>
      </th>
      <td data-label="Types">
        <ul className="type-tags">
          {url.triggers.map((trigger) => (
            <TypeTag key={trigger.id} trigger={trigger} />
          ))}
        </ul>
      </td>
      <td data-label="24 hours">
        <LastDay day={url.last_24h} />
      </td>
      <td className="row-actions">
        <Button
          className="button plain small"
          isDisabled={lock !== undefined}
          aria-label={`Types of ${shown}`}
          onPress={() => onTask('types')}
        >
          Types
        </Button>
        <RowMenu url={url} lock={lock} onTask={onTask} />
      </td>
    </tr>
  );
}

function TypeTag({ trigger }: { readonly trigger: UrlSummary['triggers'][number] }) {
  const { event_type: eventType } = trigger;
  const isAll = eventType === ALL_EVENTS;
  return (
    <li>
      <Link
        className={isAll ? 'type-tag all' : 'type-tag'}
        href={`/triggers/${encodeURIComponent(trigger.id)}`}
        title="Filter, payload template and signing"
      >
        {isAll ? eventTypeLabel(eventType) : eventType}
        {extrasOf(trigger).map((extra) => (
          <span key={extra} className="extra">
            {extra}
          </span>
        ))}
      </Link>
    </li>
  );
}

function LastDay({ day }: { readonly day: UrlSummary['last_24h'] }) {
  const { delivered, failed, waiting, last_error_code: lastError, hours } = day;
  if (delivered + failed + waiting + hours.length === 0) return <span className="fine">Nothing sent</span>;
  return (
    <span className="last-day">
      {delivered > 0 && (
        <Chip tone="good" icon="check">
          {countWords(delivered)} delivered
        </Chip>
      )}
      {waiting > 0 && (
        <Chip tone="wait" icon="clock">
          {countWords(waiting)} waiting
        </Chip>
      )}
      {failed > 0 && (
        <Chip tone="bad" icon="cross">
          {countWords(failed)} failed
        </Chip>
      )}
      {lastError !== null && <span className="fine">Last: {errorText(lastError, undefined)}</span>}
      <HourlyAttempts hours={hours} />
    </span>
  );
}

function countWords(count: number): string {
  const most = MAX_COUNTED.toLocaleString('en');
  return count > MAX_COUNTED ? `over ${most}` : count.toLocaleString('en');
}

function RowMenu({ url, lock, onTask }: RowProps) {
  const [, navigate] = useLocation();
  // The URL that a dialog asks for is a receiver's.
  const fixed = isPollUrl(url.uri) ? ['move'] : [];
  const locked = lock === undefined ? fixed : ['test', 'trigger', 'move', 'delete'];
  const act = (key: React.Key) => {
    if (key === 'deliveries' || key === 'events') {
      navigate(`/${key}?destination=${encodeURIComponent(url.uri)}`);
    } else if (key === 'trigger') navigate(`/triggers/new?uri=${encodeURIComponent(url.uri)}`);
    else if (key === 'test' || key === 'move' || key === 'delete') onTask(key);
  };
  return (
    <MenuTrigger>
      <Button className="button quiet small" aria-label={`More for ${visibleText(url.uri)}`}>
        <Icon name="more" />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu aria-label={visibleText(hostOf(url.uri))} onAction={act} disabledKeys={locked}>
          <MenuItem id="test">Send test notification …</MenuItem>
          <MenuItem id="deliveries">Deliveries to this URL</MenuItem>
          <MenuItem id="events">Events to this URL</MenuItem>
          <MenuItem id="trigger">New trigger with a filter …</MenuItem>
          <MenuItem id="move">Change URL …</MenuItem>
          <MenuItem id="delete">Delete …</MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
