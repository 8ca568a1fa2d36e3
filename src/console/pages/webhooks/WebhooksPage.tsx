import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { Session } from '../../calls/session';
import { useEventTypes, useNotificationUrls, type UrlSummary, type UrlsAnswer } from '../../calls/webhooks';
import { FailureNote } from '../../parts/Note';
import { Page } from '../../parts/Page';
import { SendTestDialog } from '../../parts/SendTestDialog';
import { Panel } from '../../parts/Panel';
import { AddUrlDialog } from './AddUrlDialog';
import { DeleteUrlDialog } from './DeleteUrlDialog';
import { FailuresPanel } from './FailuresPanel';
import { MoveUrlDialog } from './MoveUrlDialog';
import { SigningKeyPanel } from './SigningKeyPanel';
import { TroubleshootingPanel } from './TroubleshootingPanel';
import { TypesDialog } from './TypesDialog';
import { UrlsPanel, type UrlTask } from './UrlsPanel';

const ADDS = 'add';

/** The notification URLs with their types, who signs, and why something does not arrive. */
export function WebhooksPage({ session }: { readonly session: Session }) {
  const { data: answer, error } = useNotificationUrls(session);
  const { data: catalogue, error: noCatalogue } = useEventTypes(session);
  const types = catalogue?.event_types ?? [];
  const [task, setTask] = useState<{ readonly task: UrlTask; readonly url: UrlSummary }>();
  const [isAdding, setAdding] = useAdding();
  const lock = session.role === 'admin' ? undefined : `A key with the role ${session.role} changes nothing.`;
  const isFull = answer !== undefined && answer.used >= answer.limit;
  const end = () => setTask(undefined);
  const failure = error ?? noCatalogue;
  return (
    <Page title="Webhook Notifications" session={session}>
      {failure && <FailureNote error={failure} />}
      <div className="columns">
        <div className="column wide">
          {answer && (
            <UrlsPanel
              answer={answer}
              lock={lock}
              onAdd={() => setAdding(true)}
              onTask={(wanted, url) => setTask({ task: wanted, url })}
            />
          )}
          {!answer && !error && (
            <div className="skeleton late" role="status" aria-label="Loading: notification URLs" />
          )}
          <TroubleshootingPanel session={session} />
        </div>
        <div className="column">
          <SigningKeyPanel session={session} urls={answer?.notification_urls ?? []} lock={lock} />
          <FailuresPanel session={session} lock={lock} />
          {answer && <TipsPanel unserved_event_types={answer.unserved_event_types} />}
        </div>
      </div>
      {isAdding && catalogue && answer && lock === undefined && !isFull && (
        <AddUrlDialog session={session} types={types} onClose={() => setAdding(false)} />
      )}
      {task?.task === 'types' && catalogue && (
        <TypesDialog
          session={session}
          types={types}
          url={task.url}
          onClose={end}
          onDelete={() => setTask({ task: 'delete', url: task.url })}
        />
      )}
      {task?.task === 'test' && <TestUrlDialog session={session} url={task.url} onClose={end} />}
      {task?.task === 'move' && <MoveUrlDialog session={session} url={task.url} onClose={end} />}
      {task?.task === 'delete' && <DeleteUrlDialog session={session} url={task.url} onClose={end} />}
    </Page>
  );
}

/** Whether a URL is being added: in the address, so that other pages lead there. */
function useAdding() {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const set = (isAdding: boolean) => navigate(isAdding ? `${path}?${ADDS}` : path, { replace: true });
  return [new URLSearchParams(search).has(ADDS), set] as const;
}

interface Props {
  readonly session: Session;
  readonly url: UrlSummary;
  readonly onClose: () => void;
}

/** Tests one of the triggers of a URL. */
function TestUrlDialog({ session, url, onClose }: Props) {
  const [first, ...others] = url.triggers.map(({ id, event_type }) => ({ id, event_type, uri: url.uri }));
  if (!first) return null;
  return <SendTestDialog session={session} trigger={first} others={others} onClose={onClose} />;
}

/** What to mind with several URLs, and what nobody hears of. */
function TipsPanel({ unserved_event_types: unserved }: Pick<UrlsAnswer, 'unserved_event_types'>) {
  return (
    <Panel title="Several URLs">
      <p>
        Give every type that your code listens for at least one URL. One URL may take all types as a backup. A
        type may go to several URLs.
      </p>
      <h3>Types that no URL receives</h3>
      {unserved.length === 0 ? (
        <p className="fine">Every type that happened in the last 30 days has a URL.</p>
      ) : (
        <>
          <p className="fine">They happened in the last 30 days:</p>
          <ul className="type-tags">
            {unserved.map((name) => (
              <li key={name} className="type-tag">
                {name}
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
